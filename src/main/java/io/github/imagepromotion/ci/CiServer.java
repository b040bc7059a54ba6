package io.github.imagepromotion.ci;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CI servers, and the environment variables in which they describe a build, as documented by each server. */
public enum CiServer {
    AZURE_PIPELINES("Azure Pipelines", "TF_BUILD", "BUILD_BUILDID", "BUILD_SOURCEVERSION", "BUILD_SOURCEBRANCH"),
    GITHUB_ACTIONS("GitHub Actions", "GITHUB_ACTIONS", "GITHUB_RUN_NUMBER", "GITHUB_SHA", "GITHUB_REF_NAME"),
    GITLAB("GitLab CI", "GITLAB_CI", "CI_PIPELINE_ID", "CI_COMMIT_SHA", "CI_COMMIT_REF_NAME"),
    JENKINS("Jenkins", "JENKINS_URL", "BUILD_NUMBER", "GIT_COMMIT", "GIT_BRANCH"),
    CIRCLECI("CircleCI", "CIRCLECI", "CIRCLE_BUILD_NUM", "CIRCLE_SHA1", "CIRCLE_BRANCH"),
    TEAMCITY("TeamCity", "TEAMCITY_VERSION", "BUILD_NUMBER", "BUILD_VCS_NUMBER", ""),
    BAMBOO(
            "Bamboo",
            "bamboo_buildNumber",
            "bamboo_buildNumber",
            "bamboo_planRepository_revision",
            "bamboo_planRepository_branchName"),
    BITBUCKET(
            "Bitbucket Pipelines",
            "BITBUCKET_BUILD_NUMBER",
            "BITBUCKET_BUILD_NUMBER",
            "BITBUCKET_COMMIT",
            "BITBUCKET_BRANCH"),
    BUILDKITE("Buildkite", "BUILDKITE", "BUILDKITE_BUILD_NUMBER", "BUILDKITE_COMMIT", "BUILDKITE_BRANCH"),
    CODEBUILD(
            "AWS CodeBuild",
            "CODEBUILD_BUILD_ID",
            "CODEBUILD_BUILD_NUMBER",
            "CODEBUILD_RESOLVED_SOURCE_VERSION",
            "CODEBUILD_WEBHOOK_HEAD_REF"),
    TRAVIS("Travis CI", "TRAVIS", "TRAVIS_BUILD_NUMBER", "TRAVIS_COMMIT", "TRAVIS_BRANCH"),
    DRONE("Drone", "DRONE", "DRONE_BUILD_NUMBER", "DRONE_COMMIT_SHA", "DRONE_BRANCH"),
    APPVEYOR("AppVeyor", "APPVEYOR", "APPVEYOR_BUILD_NUMBER", "APPVEYOR_REPO_COMMIT", "APPVEYOR_REPO_BRANCH"),
    SEMAPHORE("Semaphore", "SEMAPHORE", "SEMAPHORE_PIPELINE_ID", "SEMAPHORE_GIT_SHA", "SEMAPHORE_GIT_BRANCH");

    private final String displayName;
    private final String sign;
    private final String number;
    private final String revision;
    private final String branch;

    CiServer(String displayName, String sign, String number, String revision, String branch) {
        this.displayName = displayName;
        this.sign = sign;
        this.number = number;
        this.revision = revision;
        this.branch = branch;
    }

    /**
     * @param environment environment variables of the process
     * @return the server that runs it
     */
    public static Optional<CiServer> detect(Map<String, String> environment) {
        return List.of(values()).stream()
                .filter(server -> value(environment, server.sign).isPresent())
                .findFirst();
    }

    /** {@return the server's name for display} */
    public String displayName() {
        return displayName;
    }

    /** {@return the variable with the build number} */
    public String numberVariable() {
        return number;
    }

    /**
     * The build number. GitHub Actions keeps it when a run is repeated, so from the second attempt on the attempt is
     * appended.
     *
     * @param environment environment variables of the process
     * @return the number, if it is set
     */
    public Optional<String> buildNumber(Map<String, String> environment) {
        Optional<String> attempt = this == GITHUB_ACTIONS
                ? value(environment, "GITHUB_RUN_ATTEMPT").filter(count -> !count.equals("1"))
                : Optional.empty();
        return value(environment, number)
                .map(value -> value + attempt.map(count -> "-" + count).orElse(""));
    }

    /**
     * @param environment environment variables of the process
     * @return the commit, if it is set
     */
    public Optional<String> revision(Map<String, String> environment) {
        return value(environment, revision);
    }

    /**
     * @param environment environment variables of the process
     * @return the branch, if it is set
     */
    public Optional<String> branch(Map<String, String> environment) {
        return value(environment, branch).map(name -> name.replaceFirst("^refs/heads/", ""));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
