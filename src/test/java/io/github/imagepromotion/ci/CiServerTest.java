package io.github.imagepromotion.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CiServerTest {

    @ParameterizedTest
    @CsvSource({
        "TF_BUILD, BUILD_BUILDID, AZURE_PIPELINES",
        "GITHUB_ACTIONS, GITHUB_RUN_NUMBER, GITHUB_ACTIONS",
        "GITLAB_CI, CI_PIPELINE_ID, GITLAB",
        "JENKINS_URL, BUILD_NUMBER, JENKINS",
        "CIRCLECI, CIRCLE_BUILD_NUM, CIRCLECI",
        "TEAMCITY_VERSION, BUILD_NUMBER, TEAMCITY",
        "BITBUCKET_BUILD_NUMBER, BITBUCKET_BUILD_NUMBER, BITBUCKET",
        "BUILDKITE, BUILDKITE_BUILD_NUMBER, BUILDKITE",
        "bamboo_buildNumber, bamboo_buildNumber, BAMBOO",
        "CODEBUILD_BUILD_ID, CODEBUILD_BUILD_NUMBER, CODEBUILD"
    })
    void detectWhenTheServerRunsGivesItsNumber(String sign, String variable, CiServer server) {
        Map<String, String> environment =
                sign.equals(variable) ? Map.of(variable, "4711") : Map.of(sign, "true", variable, "4711");

        assertThat(CiServer.detect(environment)).contains(server);
        assertThat(server.buildNumber(environment)).contains("4711");
    }

    @Test
    void detectWhenNoServerRunsIsEmpty() {
        assertThat(CiServer.detect(Map.of("BUILD_NUMBER", "1", "PATH", "/bin"))).isEmpty();
    }

    @Test
    void buildNumberWhenAGitHubRunIsRepeatedNamesTheAttempt() {
        Map<String, String> first = Map.of("GITHUB_RUN_NUMBER", "7", "GITHUB_RUN_ATTEMPT", "1");
        Map<String, String> second = Map.of("GITHUB_RUN_NUMBER", "7", "GITHUB_RUN_ATTEMPT", "2");

        assertThat(CiServer.GITHUB_ACTIONS.buildNumber(first)).contains("7");
        assertThat(CiServer.GITHUB_ACTIONS.buildNumber(second)).contains("7-2");
    }

    @Test
    void branchWhenItIsARefIsTheBranch() {
        assertThat(CiServer.AZURE_PIPELINES.branch(Map.of("BUILD_SOURCEBRANCH", "refs/heads/release/1")))
                .contains("release/1");
    }
}
