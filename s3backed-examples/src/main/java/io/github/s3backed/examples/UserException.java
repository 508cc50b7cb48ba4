package io.github.s3backed.examples;

/** Something that the person at the terminal can put right: its message is all they need. */
final class UserException extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int MAX_LENGTH = 240;

    UserException(String message) {
        super(message);
    }

    UserException(String message, Throwable cause) {
        super(message + ": " + firstLine(cause), cause);
    }

    /** What went wrong in one line, whatever the exception has to say. */
    static String firstLine(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : Text.truncate(message.lines().findFirst().orElseThrow(), MAX_LENGTH);
    }
}
