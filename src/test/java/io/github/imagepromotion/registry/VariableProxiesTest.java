package io.github.imagepromotion.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.registry.ProxySource.HttpProxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariableProxiesTest {
    private final Map<String, String> variables = new HashMap<>();

    private Optional<HttpProxy> find(String scheme, String host) {
        return new VariableProxies(variables).find(scheme, host, 443);
    }

    private boolean isDirect(String host) {
        return find("https", host).isEmpty();
    }

    @Test
    void findWhenNothingIsSetIsEmpty() {
        assertThat(find("https", "r.example")).isEmpty();
    }

    @Test
    void findWhenBothAreSetTakesTheOneOfTheScheme() {
        variables.put("HTTPS_PROXY", "http://secure.example:3128/");
        variables.put("http_proxy", "plain.example");
        assertThat(find("https", "r.example"))
                .contains(new HttpProxy("secure.example", 3128, Optional.empty(), "environment variable HTTPS_PROXY"));
        assertThat(find("http", "r.example"))
                .contains(new HttpProxy("plain.example", 80, Optional.empty(), "environment variable http_proxy"));
    }

    @Test
    void findWhenThereIsALoginDecodesIt() {
        variables.put("https_proxy", "http://office:p%40ss+100%25@proxy.example:3128");
        HttpProxy proxy = find("https", "r.example").orElseThrow();
        assertThat(proxy.credential().orElseThrow().username()).isEqualTo("office");
        assertThat(proxy.credential().orElseThrow().secret().reveal()).isEqualTo("p@ss+100%");
        assertThat(proxy.toString()).doesNotContain("p@ss");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://u:kanarienvogel-8P@proxy.example",
                "socks5://u:kanarienvogel-8P@proxy.example",
                "http://u:kanarienvogel-8P@x@proxy.example",
                "http://u:kanarienvogel-8P@proxy.example:port"
            })
    void findWhenTheValueCannotBeUsedSaysSoWithoutIt(String value) {
        variables.put("HTTPS_PROXY", value);
        assertThatThrownBy(() -> find("https", "r.example"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageNotContainingAny("kanarienvogel", "proxy.example");
    }

    @ParameterizedTest
    @CsvSource({
        "r.example, r.example, true",
        "r.example, sub.r.example, true",
        "r.example, other-r.example, false",
        ".r.example, sub.r.example, true",
        ".r.example, r.example, false",
        "*.r.example, sub.r.example, true",
        "*, anything.example, true",
        "R.EXAMPLE, r.example, true",
        "r.example:443, r.example, true",
        "r.example:5000, r.example, false",
        "10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, 11.1.2.3, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3:5000, 10.1.2.3, false",
        "fd00::/8, [fd12::1], true",
        "[fd12::1]:443, [fd12::1], true",
        "10.0.0.0/99, 10.0.0.1, false",
        "10.0.0.0/x, 10.0.0.1, false",
        "'a.example, r.example', r.example, true"
    })
    void findWhenTheHostIsExemptIsEmpty(String exempt, String host, boolean direct) {
        variables.put("HTTPS_PROXY", "proxy.example");
        variables.put("no_proxy", exempt);
        assertThat(isDirect(host)).isEqualTo(direct);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "[::1]"})
    void findWhenTheHostIsThisMachineIsEmpty(String host) {
        variables.put("HTTPS_PROXY", "proxy.example");
        assertThat(isDirect(host)).isTrue();
    }
}
