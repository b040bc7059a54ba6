package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.registry.transport.Request;

/**
 * A request with its scope and its description.
 *
 * @param request to send; its body can be written again
 * @param scope that the request needs
 * @param what the operation, as messages name it after "Cannot"
 */
record Call(Request request, Scope scope, String what) {

    Call with(Request other) {
        return new Call(other, scope, what);
    }
}
