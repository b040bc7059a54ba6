package io.github.imagepromotion.plugin.config;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Each element that an environment can have, and what becomes of it where an unsigned build record has it. */
public final class HostileElements {
    /**
     * What an unsigned record may say. Of the gates those that ask nobody, read no file and believe no key: they can only
     * stop a build.
     */
    public static final Set<String> TAKEN = Set.of(
            "id",
            "registry",
            "registries",
            "movingTags",
            "continuousDelivery",
            "after",
            "soak",
            "freezes",
            "only",
            "branches",
            "scans",
            "wait",
            "allowOverride",
            "releaseRepository",
            "requireDocuments");

    /** Refused wherever environments are read from. */
    public static final Set<String> LOGINS = Set.of("username", "password", "passphrase", "token", "secret");

    /**
     * XML of each element that is refused; {@code CANARY} is an address that must not be asked, {@code FILE} a file that must
     * stay as it is, {@code KEY} a public key in PEM form.
     */
    public static final Map<String, List<String>> REFUSED = Map.ofEntries(
            Map.entry("serverId", List.of("<serverId>prod</serverId>")),
            Map.entry("insecure", List.of("<insecure>true</insecure>")),
            Map.entry("mountFrom", List.of("<mountFrom>secret/app</mountFrom>")),
            Map.entry(
                    "usernameEnv",
                    List.of("<usernameEnv>CANARY_USER</usernameEnv><passwordEnv>CANARY_KEY</passwordEnv>")),
            Map.entry(
                    "passwordEnv",
                    List.of("<usernameEnv>CANARY_USER</usernameEnv><passwordEnv>CANARY_KEY</passwordEnv>")),
            Map.entry("caFile", List.of("<caFile>FILE</caFile>")),
            Map.entry(
                    "clientCertificate",
                    List.of("<clientCertificate>FILE</clientCertificate><clientKey>FILE</clientKey>")),
            Map.entry("clientKey", List.of("<clientCertificate>FILE</clientCertificate><clientKey>FILE</clientKey>")),
            Map.entry(
                    "clientKeyServerId",
                    List.of("<clientCertificate>FILE</clientCertificate><clientKey>FILE</clientKey>"
                            + "<clientKeyServerId>prod</clientKeyServerId>")),
            Map.entry("keystore", List.of("<keystore>FILE</keystore><keystoreServerId>prod</keystoreServerId>")),
            Map.entry(
                    "keystoreServerId", List.of("<keystore>FILE</keystore><keystoreServerId>prod</keystoreServerId>")),
            Map.entry("realms", List.of("<realms>evil.example</realms>")),
            Map.entry(
                    "trustedKeys",
                    List.of(
                            "<trustedKeys>KEY</trustedKeys>",
                            "<trustedKeys>FILE</trustedKeys>",
                            "<trustedKeys>env:CANARY_KEY</trustedKeys>")),
            Map.entry(
                    "requireSignature",
                    List.of("<trustedKeys>KEY</trustedKeys><requireSignature>true</requireSignature>")),
            Map.entry("withoutRecords", List.of("<withoutRecords>true</withoutRecords>")),
            Map.entry(
                    "approvals",
                    List.of(
                            "<approvals><trustedKeys>KEY</trustedKeys></approvals>",
                            "<approvals><trustedKeys>env:CANARY_KEY</trustedKeys></approvals>")),
            Map.entry("checks", List.of("<checks><check><url>CANARY/check</url></check></checks>")),
            Map.entry("deployed", List.of("<deployed><url>CANARY/version</url><timeout>1</timeout></deployed>")),
            Map.entry(
                    "notifications",
                    List.of(
                            "<notifications><webhook><url>CANARY/hook</url></webhook></notifications>",
                            "<notifications><webhook><url>env:CANARY_URL</url></webhook></notifications>",
                            "<notifications><cdEvents><url>CANARY/events</url></cdEvents></notifications>",
                            "<notifications><slack><url>CANARY/slack</url></slack></notifications>",
                            "<notifications><gitOps><directory>DIRECTORY</directory><file>canary.yaml</file>"
                                    + "<path>image</path></gitOps></notifications>",
                            "<notifications><kubernetes><deployment>shop</deployment><container>shop</container>"
                                    + "<kubeconfig>FILE</kubeconfig></kubernetes></notifications>",
                            "<notifications><azureAppService><subscription>s</subscription>"
                                    + "<resourceGroup>g</resourceGroup><app>a</app><endpoint>CANARY</endpoint>"
                                    + "<tokenEnv>CANARY_KEY</tokenEnv></azureAppService></notifications>")));

    private HostileElements() {}

    /** The elements that these parameters have, those of the parameters that they extend included. */
    public static Set<String> elementsOf(Class<?> parameter) {
        Set<String> elements = new TreeSet<>();
        for (Class<?> each = parameter; each != Object.class; each = each.getSuperclass()) {
            Stream.of(each.getDeclaredFields())
                    .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
                    .map(Field::getName)
                    .forEach(elements::add);
        }
        return elements;
    }
}
