package io.github.imagepromotion.registry;

import io.github.imagepromotion.image.Reason;

/** Why a registry could not be used. Where an argument is named, it is the {@link RegistryRole} unless it says otherwise. */
public enum RegistryReason implements Reason {
    /** It does not answer; argument. */
    UNREACHABLE,
    /** It answers something else than a registry would, or redirects; argument. */
    NO_REGISTRY,
    /** It does not answer in time. */
    TOO_SLOW,
    /** It keeps failing in a way that may pass. */
    KEEPS_FAILING,
    /** It breaks off again and again while a blob is read. */
    BROKE_OFF,
    /** It refuses what was asked for; argument. */
    REFUSED,
    /** It has no such repository, manifest or blob; argument. */
    NOT_FOUND,
    /** Plain HTTP is spoken where HTTPS was expected; argument. */
    PLAIN_HTTP,
    /** HTTPS is spoken where plain HTTP was asked for; argument. */
    HTTPS_ONLY,
    /** The certificate's issuer is not trusted; argument. */
    UNTRUSTED_CERTIFICATE,
    /** It wants a client certificate, or another one; argument. */
    CERTIFICATE_WANTED,
    /** Maven is offline. */
    OFFLINE,
    /** It did not ask for a login, and refuses; argument. */
    LOGIN_NOT_ASKED,
    /** No login was found for it; argument. */
    NO_LOGIN,
    /** No login was found for it where one is expected; argument, and what to add there. */
    NO_LOGIN_THERE,
    /** The server that is named for its login is not in settings.xml; argument. */
    NO_SERVER,
    /** The server that is named for its login has none; argument. */
    INCOMPLETE_SERVER,
    /** The login is not taken, or may not do this; argument. */
    LOGIN_REFUSED,
    /** Its token server does not answer; argument. */
    TOKEN_SERVER_UNREACHABLE,
    /** Its token server has a certificate that is not trusted; argument. */
    TOKEN_SERVER_UNTRUSTED,
    /** Its token server gives no token; argument. */
    TOKEN_SERVER_ANSWER,
    /** What it names as its token server is none; argument. */
    TOKEN_SERVER_ILLEGAL,
    /** Its token server is of another host, which would get the login; argument. */
    TOKEN_SERVER_UNRELATED,
    /** A credential helper that docker's configuration names is not installed. */
    HELPER_MISSING,
    /** A credential helper of docker's configuration failed. */
    HELPER_FAILED,
    /** Docker's configuration cannot be read. */
    DOCKER_CONFIGURATION,
    /** The proxy before it does not answer. */
    PROXY_UNREACHABLE,
    /** The proxy before it takes no login, or another one. */
    PROXY_LOGIN,
    /** The proxy before it does not let us through. */
    PROXY_REFUSES,
    /** A tag may not be moved. */
    IMMUTABLE_TAG,
    /** A tag names another image than before; argument. */
    MOVED,
    /** A directory has no room. */
    DISK_FULL,
    /** The name of a repository is one that a layout needs for itself. */
    RESERVED_NAME
}
