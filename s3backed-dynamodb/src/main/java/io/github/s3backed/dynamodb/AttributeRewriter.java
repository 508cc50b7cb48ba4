package io.github.s3backed.dynamodb;

import java.util.function.Function;

/**
 * Stores values in another way than they are stored in, as the coordinated writes of a client do: an attempt at a time under keys of
 * its own, only over what was observed, so that every other writer wins; and what it replaces is removed where a write may do that. For
 * tools such as a migration. Keep one for many rewrites: it remembers what DescribeTable said.
 *
 * <p>Safe for use by many threads.
 */
public final class AttributeRewriter {

    private final Function<AttributeRewrite, RewriteResult> rewriting;

    AttributeRewriter(Function<AttributeRewrite, RewriteResult> rewriting) {
        this.rewriting = rewriting;
    }

    /**
     * Rewrites one attribute, and waits for it. After an error the item holds what it held, or the value in its new form.
     *
     * @throws IllegalArgumentException if the table, or the attribute, is not registered, or an object to adopt is in no configured store
     * @throws RefusedRequestException if the value cannot be had in the form that is wanted; nothing was written
     * @throws DanglingReferenceException if there is no object
     * @throws RuntimeException as any read or write of a wrapped client
     */
    public RewriteResult rewrite(AttributeRewrite rewrite) {
        return rewriting.apply(rewrite);
    }
}
