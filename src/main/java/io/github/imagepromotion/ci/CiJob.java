package io.github.imagepromotion.ci;

import io.github.imagepromotion.image.Text;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The current CI job, from the environment of the process; unverified.
 *
 * @param server name of the CI server; empty if there is none
 * @param url URL of the job, if known
 * @param user user who started it, if known
 */
public record CiJob(Optional<String> server, Optional<String> url, Optional<String> user) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)\\}");

    private record Variables(String url, String user) {}

    /** Variables as documented by the servers. */
    private static final Map<CiServer, Variables> TEMPLATES = Map.ofEntries(
            Map.entry(
                    CiServer.AZURE_PIPELINES,
                    new Variables(
                            "${SYSTEM_COLLECTIONURI}${SYSTEM_TEAMPROJECT}/_build/results?buildId=${BUILD_BUILDID}",
                            "${BUILD_REQUESTEDFOR}")),
            Map.entry(
                    CiServer.GITHUB_ACTIONS,
                    new Variables(
                            "${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}",
                            "${GITHUB_ACTOR}")),
            Map.entry(CiServer.GITLAB, new Variables("${CI_JOB_URL}", "${GITLAB_USER_LOGIN}")),
            Map.entry(CiServer.JENKINS, new Variables("${BUILD_URL}", "${BUILD_USER_ID}")),
            Map.entry(CiServer.CIRCLECI, new Variables("${CIRCLE_BUILD_URL}", "${CIRCLE_USERNAME}")),
            Map.entry(CiServer.TEAMCITY, new Variables("${BUILD_URL}", "${TEAMCITY_BUILD_TRIGGERED_BY}")),
            Map.entry(
                    CiServer.BAMBOO,
                    new Variables("${bamboo_resultsUrl}", "${bamboo_ManualBuildTriggerReason_userName}")),
            Map.entry(
                    CiServer.BITBUCKET,
                    new Variables(
                            "${BITBUCKET_GIT_HTTP_ORIGIN}/pipelines/results/${BITBUCKET_BUILD_NUMBER}",
                            "${BITBUCKET_STEP_TRIGGERER_UUID}")),
            Map.entry(CiServer.BUILDKITE, new Variables("${BUILDKITE_BUILD_URL}", "${BUILDKITE_BUILD_CREATOR}")),
            Map.entry(CiServer.CODEBUILD, new Variables("${CODEBUILD_PUBLIC_BUILD_URL}", "${CODEBUILD_INITIATOR}")),
            Map.entry(CiServer.TRAVIS, new Variables("${TRAVIS_BUILD_WEB_URL}", "")),
            Map.entry(CiServer.DRONE, new Variables("${DRONE_BUILD_LINK}", "${DRONE_BUILD_TRIGGER}")),
            Map.entry(
                    CiServer.APPVEYOR,
                    new Variables(
                            "${APPVEYOR_URL}/project/${APPVEYOR_ACCOUNT_NAME}/${APPVEYOR_PROJECT_SLUG}"
                                    + "/builds/${APPVEYOR_BUILD_ID}",
                            "")),
            Map.entry(
                    CiServer.SEMAPHORE,
                    new Variables("${SEMAPHORE_ORGANIZATION_URL}/workflows/${SEMAPHORE_WORKFLOW_ID}", "")));

    /**
     * @param environment environment variables of the process
     * @param account account that runs the process
     * @return the job
     */
    public static CiJob of(Map<String, String> environment, Optional<String> account) {
        Optional<CiServer> server = CiServer.detect(environment);
        Optional<Variables> templates = server.map(TEMPLATES::get);
        return new CiJob(
                server.map(CiServer::displayName),
                templates.flatMap(known -> filled(known.url(), environment)).map(Text::withoutUser),
                templates.flatMap(known -> filled(known.user(), environment)).or(() -> account));
    }

    /** {@return the filled template; empty if a variable is not set} */
    private static Optional<String> filled(String template, Map<String, String> environment) {
        Matcher variables = VARIABLE.matcher(template);
        boolean complete = !template.isEmpty()
                && variables.results().allMatch(variable -> !value(environment, variable)
                        .isBlank());
        return complete
                ? Optional.of(VARIABLE.matcher(template)
                        .replaceAll(variable -> Matcher.quoteReplacement(value(environment, variable))))
                : Optional.empty();
    }

    private static String value(Map<String, String> environment, MatchResult variable) {
        return environment.getOrDefault(variable.group(1), "");
    }
}
