package io.github.imagepromotion.plugin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.plugin.console.Styled.Style;
import io.github.imagepromotion.registry.Redactor;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColoursTest {
    private final List<String> said = new ArrayList<>();
    private final RedactingLog log = new RedactingLog(
            new SystemStreamLog() {
                @Override
                public void info(CharSequence content) {
                    said.add(content.toString());
                }
            },
            new Redactor());

    @ParameterizedTest
    @CsvSource({
        "true,  false, true,  true",
        "true,  false, false, false",
        "true,  true,  false, true",
        "false, true,  true,  false",
        "false, false, true,  false"
    })
    void areOnWhenMavenColoursAndSomebodyLooksOrAsks(boolean maven, boolean always, boolean live, boolean on) {
        assertThat(Colours.areOn(maven, always, live)).isEqualTo(on);
    }

    @Test
    void infoWhenColouredIsPrintedWithEscapesOfOursAlone() {
        log.info(StyledLine.of(new Styled("dev", Style.STRONG), Styled.plain(" 43")), true);
        log.info(StyledLine.of(new Styled("dev", Style.STRONG), Styled.plain(" 43")), false);
        log.info(StyledLine.of(new Styled("dev\u001b[31m", Style.STRONG), Styled.plain(" 43")), true);

        assertThat(said).containsExactly("\u001b[1mdev\u001b[m 43", "dev 43", "dev\\u001B[31m 43");
    }
}
