package io.github.imagepromotion.plugin;

import io.github.imagepromotion.ci.result.CiReporter;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoRunnable;
import io.github.imagepromotion.plugin.access.CallerEnvironment;
import io.github.imagepromotion.plugin.config.CommandLine;
import io.github.imagepromotion.plugin.config.ConfigurationCheck;
import io.github.imagepromotion.plugin.config.Directories;
import io.github.imagepromotion.plugin.config.OutsideValues;
import io.github.imagepromotion.plugin.console.GoalFailures;
import io.github.imagepromotion.plugin.console.StandardOutput;
import io.github.imagepromotion.registry.Redactor;
import java.io.IOException;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojoExecutionException;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;

/**
 * Runs a goal: checks its configuration, and converts failures.
 *
 * @param redactor knows every secret of this call
 * @param shown also hides values from outside of POMs
 */
record GoalRun(MavenSession session, MavenProject project, MojoExecution execution, Redactor redactor, Redactor shown) {

    /** Rejects misplaced configuration, and applies values of the command line. */
    void configure(Object goal, Consumer<String> warnings) {
        new ConfigurationCheck(session, project, execution).run().ifPresent(warnings);
        new CommandLine(session, project, execution).override(goal);
        new OutsideValues(session, project, execution).hideIn(shown);
    }

    /**
     * Runs the goal.
     *
     * @param toCi whether failures are reported to the CI server; evaluated after the goal is configured
     */
    void execute(IoRunnable work, BooleanSupplier toCi) throws MojoExecutionException, MojoFailureException {
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            AbstractMojoExecutionException failure = new GoalFailures(
                            redactor, shown, String.valueOf(project.getBuild().getDirectory()))
                    .of(e);
            if (e instanceof ImageException) {
                ci(toCi.getAsBoolean()).failed("image:" + execution.getGoal() + ": " + failure.getMessage());
            }
            if (failure instanceof MojoFailureException refused) {
                throw refused;
            }
            throw (MojoExecutionException) failure;
        }
    }

    /** {@return the reporter to the CI server; does nothing if there is none, or {@code told} is false} */
    CiReporter ci(boolean told) {
        return new CiReporter(
                told ? CallerEnvironment.of(session) : Map.of(),
                new Directories(session, project).topBuild().resolve("image"),
                line -> StandardOutput.stream().println(line),
                redactor::clean);
    }
}
