package io.github.imagepromotion.registry;

/**
 * What the configuration calls that by which a registry is reached, so that a remedy names what there is.
 *
 * @param registry where its address stands
 * @param repository where the name of the repository stands
 * @param login how another login is named, after "name"
 * @param trust what to do where its certificate is not trusted, a sentence
 * @param plain what to do where it speaks plain HTTP, a sentence
 * @param certificate what to do where it asks for a certificate of ours, a sentence
 * @param realms what to do where its token server is not related to it, after "if that is its token server,"
 */
public record ConfigurationNames(
        String registry,
        String repository,
        String login,
        String trust,
        String plain,
        String certificate,
        String realms) {
    private static final String CA_FILE =
            "Name the PEM file of its authority in <caFile> (-Dimage.caFile), or add it to"
                    + " the trust store of the JDK.";
    private static final String NO_CERTIFICATE =
            "Only environments have one (<clientCertificate>); take the image from a" + " registry that asks for none.";

    /** Of an environment. */
    public static final ConfigurationNames ENVIRONMENT = new ConfigurationNames(
            "<registry> of the environment (-Dimage.environments)",
            "<repository> (-Dimage.repository)",
            "another one with <serverId> (-Dimage.serverId)",
            "Name the PEM file of its authority in <caFile> of the environment (-Dimage.environments) or of all"
                    + " registries (-Dimage.caFile), or add it to the trust store of the JDK.",
            "Give it a certificate, or allow plain HTTP with <insecure>true</insecure> in the environment"
                    + " (-Dimage.environments).",
            "Name one that it takes with <clientCertificate> and <clientKey>, or <keystore> and <keystoreServerId>, of"
                    + " the environment (-Dimage.environments).",
            "name the host in <realms> of the environment (-Dimage.environments)");

    /** Of the base image. */
    public static final ConfigurationNames BASE = new ConfigurationNames(
            "<from><image> (-Dimage.from.image)",
            "<from><image> (-Dimage.from.image)",
            "another one with <from><serverId> (-Dimage.from.serverId)",
            CA_FILE,
            "Give it a certificate, or allow plain HTTP with <allowInsecureRegistries>true</allowInsecureRegistries>"
                    + " (-Dimage.allowInsecureRegistries).",
            NO_CERTIFICATE,
            "take the image from a mirror (<from><mirrors>, -Dimage.from.mirrors)");

    /** Of an image that is imported. */
    public static final ConfigurationNames SOURCE = new ConfigurationNames(
            "<source> (-Dimage.source)",
            "<source> (-Dimage.source)",
            "another one in a <server> of settings.xml whose id is the registry's host",
            CA_FILE,
            "Give it a certificate.",
            NO_CERTIFICATE,
            "take the image from another registry");
}
