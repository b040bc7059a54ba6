package io.github.imagepromotion.plugin.access;

import io.github.imagepromotion.image.Message.Wording;
import io.github.imagepromotion.notify.Services;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.web.HttpWebClient;
import io.github.imagepromotion.web.HttpWebClient.WebAccess;
import io.github.imagepromotion.web.WebClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Access to services other than registries, with logins from settings.xml and the caller's environment. */
public final class MavenServices implements Services {
    private final Access access;
    private final WebAccess standard;
    private final Map<String, String> variables;
    private final Path directory;
    private final Wording wording;

    /**
     * @param access access to settings.xml
     * @param offline whether to refuse all calls
     * @param retryBudget retries that this call may use
     * @param userAgent User-Agent of every request
     * @param redactor receives every secret
     * @param variables the caller's environment variables
     * @param directory directory that relative paths are resolved against
     * @param wording turns messages for receivers into text
     */
    public MavenServices(
            Access access,
            boolean offline,
            RetryBudget retryBudget,
            String userAgent,
            Redactor redactor,
            Map<String, String> variables,
            Path directory,
            Wording wording) {
        this.access = access;
        this.standard =
                new WebAccess(false, offline, 0, retryBudget, userAgent, TlsFiles.SYSTEM, access.proxies(), redactor);
        this.variables = variables;
        this.directory = directory;
        this.wording = wording;
    }

    @Override
    public WebClient open(TlsFiles tls, boolean insecure, int retries) {
        return HttpWebClient.open(new WebAccess(
                insecure,
                standard.offline(),
                retries,
                standard.retryBudget(),
                standard.userAgent(),
                tls,
                standard.proxies(),
                standard.redactor()));
    }

    @Override
    public Credential login(String serverId) {
        return access.login(serverId, standard.redactor());
    }

    @Override
    public Optional<Secret> variable(String name) {
        Optional<Secret> value = Optional.ofNullable(variables.get(name))
                .filter(text -> !text.isBlank())
                .map(Secret::of);
        value.ifPresent(standard.redactor()::hide);
        return value;
    }

    @Override
    public Optional<String> plainVariable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(text -> !text.isBlank());
    }

    @Override
    public Redactor redactor() {
        return standard.redactor();
    }

    @Override
    public Wording wording() {
        return wording;
    }

    @Override
    public Path directory() {
        return directory;
    }
}
