package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.registry.transport.Request;

/**
 * A request with what is needed to send it and to speak of it.
 *
 * @param request to send; its body can be written again
 * @param scope that it needs
 * @param what is to be done, as a message says it after "Cannot"
 */
record Call(Request request, Scope scope, String what) {

    Call with(Request other) {
        return new Call(other, scope, what);
    }
}
