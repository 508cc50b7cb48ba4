package com.example.notes;

/** What is stored. */
public record Note(String title, String text) {}
