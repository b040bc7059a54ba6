package io.github.imagepromotion.plugin;

import static io.github.imagepromotion.plugin.Shop.REPOSITORY;
import static io.github.imagepromotion.plugin.TroubleshootingTest.Provocation.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.plugin.TroubleshootingTest.Provocation;
import io.github.imagepromotion.plugin.console.GoalFailures;
import io.github.imagepromotion.promotion.tagging.ImpatientLock;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.testing.Quirk;
import io.github.imagepromotion.testing.QuirkyRegistry;
import io.github.imagepromotion.testing.Receiver;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** What goes wrong when registries and others have been asked: on the way there, while tags are set, and after that. */
final class PromotionMessages {
    private static final String LOCK = "promotion-lock";
    private static final String MOVING = "<movingTags>latest</movingTags>";

    static final List<Provocation> ALL = List.of(
            on(
                    "Cannot reach registry 'registry.example': Maven is offline. Run without -o (--offline), or name a"
                            + " directory, 'oci:<directory>', in <registry> (-Dimage.environments).",
                    shop -> {
                        shop.environments(Shop.environment("prod", "registry.example", ""));
                        shop.maven().offline();
                        return shop.promote();
                    }),
            on(
                    "Cannot log in to '…' for environment 'prod': settings.xml has no server 'nobody'. Add it, or name another"
                            + " one with <serverId> (-Dimage.serverId).",
                    shop -> {
                        shop.prod(shop.registryWithLogin(), "<serverId>nobody</serverId>");
                        return shop.promote();
                    }),
            on(
                    "Cannot …: the certificate of registry '…' is not trusted (…). Name the PEM file of its authority in"
                            + " <caFile> of the environment (-Dimage.environments) or of all registries (-Dimage.caFile), or add"
                            + " it to the trust store of the JDK.",
                    shop -> {
                        shop.environments(
                                Shop.environment("prod", shop.secureService().uri(""), ""));
                        return shop.promote();
                    }),
            on(
                    "Cannot log in to registry '127.0.0.1': it sends to 'auth.elsewhere.example' for a token, a host that is"
                            + " not related to it, and would get the login. If that is its token server, name the host in"
                            + " <realms> of the environment (-Dimage.environments); else check <registry> of the environment"
                            + " (-Dimage.environments), and tell who runs it.",
                    shop -> {
                        QuirkyRegistry registry = shop.registryWithLogin();
                        registry.tokens()
                                .challengeWith(host -> "Bearer realm=\"https://auth.elsewhere.example/token\"");
                        shop.maven().server(registry.authority(), "ci", "kanarienvogel-5T");
                        shop.prod(registry, "");
                        return shop.promote();
                    }),
            on(
                    "Tagged nothing: '…/acme/shop' refuses to change tag 'promotion-lock', by which promotions wait for each"
                            + " other, as if it were immutable: Cannot put manifest 'promotion-lock' of '…/acme/shop': the"
                            + " registry answered 409 'CONFLICT, immutable'. Have the registry let these change:"
                            + " 'promotion-lock', 'sha256-*' and the moving tags of the environment; tags of builds may stay"
                            + " immutable. docs/registries.md says how for each product.",
                    shop -> {
                        QuirkyRegistry registry = shop.registry();
                        shop.prod(registry, "");
                        shop.promoted();
                        registry.makeImmutable("none", 409, "CONFLICT", "immutable");
                        shop.build("43");
                        return shop.promote();
                    }),
            on(
                    "Tagged nothing: '…/acme/shop:latest' was moved from sha256:… to sha256:… by another promotion while this"
                            + " one ran. See what is there now (image:status), and run the promotion again if it still is to be"
                            + " made.",
                    PromotionMessages::overtaken),
            on(
                    "Tagged nothing: others have been setting tags in 'oci:…/acme/shop' for …, now another promotion (tag"
                            + " 'promotion-lock'). When they have ended, run this again.",
                    shop -> List.of(printed(ImpatientLock.failure(shop.prod())))),
            on(
                    "Stopped before all tags were set ('…/acme/shop:43' is set): another promotion took over in '…/acme/shop', or"
                            + " may have, since nothing was heard of this one for too long. See what is there now"
                            + " (image:status), and run the promotion again if it still is to be made.",
                    PromotionMessages::takenOver),
            on(
                    "'…/acme/shop:42' is promoted and its tags are set, but this could not be recorded: … Run the same command"
                            + " again: it adds the record.",
                    shop -> {
                        QuirkyRegistry registry = shop.registry();
                        registry.refuse((method, path) ->
                                refused(!List.of("GET", "HEAD").contains(method)
                                        && !path.endsWith(LOCK)
                                        && registry.stored(REPOSITORY, "42").isPresent()));
                        shop.prod(registry, "");
                        return shop.promote();
                    }),
            on(
                    "'…/acme/shop:42' is promoted and its tags are set, but what is attached to it may not be listed: … Promote"
                            + " it again with <repair> (-Dimage.repair), which looks for every document.",
                    PromotionMessages::unlisted),
            on(
                    "Promoted to 'prod', and this is not undone, but a required receiver (<required>) was not notified: Cannot notify webhook"
                            + " '…' of 'prod': it answered 400 'no'. Run the same command again: it tells the rest.",
                    shop -> {
                        shop.prod("<notifications><webhook><url>"
                                + shop.service(400, "no").uri("/hook")
                                + "</url><required>true</required></webhook></notifications>");
                        return shop.promote();
                    }),
            on(
                    "Promoted to 'prod', and this is not undone, but its service at '…' does not run oci:…/acme/shop:42 after …: it"
                            + " says '41'. Find out why the deployment is not complete, or allow more time (<deployed><timeout>,"
                            + " -Dimage.environments). Run the same command again: it asks again.",
                    shop -> {
                        shop.prod("<deployed><url>"
                                + shop.service(200, "41").uri("/version")
                                + "</url><timeout>1</timeout></deployed>");
                        return shop.promote();
                    }),
            on(
                    "Promoted to 'prod', and rolled back to oci:…/acme/shop:42, since its service at '…' does not run"
                            + " oci:…/acme/shop:43 after …: it says '42'. Find out why the deployment is not complete,"
                            + " or allow more time (<deployed><timeout>, -Dimage.environments), and promote it again.",
                    shop -> {
                        shop.prod(MOVING);
                        shop.promoted();
                        shop.prod(MOVING + goingBack(shop.service(200, "42")));
                        shop.build("43");
                        return shop.promote();
                    }),
            on(
                    "Promoted to 'prod', and this is not undone, since nothing was there before to go back to, but its service at '…'"
                            + " does not run oci:…/acme/shop:42 after …: it says '41'. Find out why the deployment is not"
                            + " complete, or allow more time (<deployed><timeout>, -Dimage.environments), and run the same command"
                            + " again: it asks again.",
                    shop -> {
                        shop.prod(MOVING + goingBack(shop.service(200, "41")));
                        return shop.promote();
                    }),
            on(
                    "Promoted to 'prod', by an earlier call, and this is not undone, but its service at '…' does not run"
                            + " oci:…/acme/shop:42 after …: it says '41'. Find out why the deployment is not complete, and run"
                            + " the same command again: it asks again; or go back (image:rollback).",
                    shop -> {
                        shop.prod(MOVING + goingBack(shop.service(200, "41")));
                        shop.promote();
                        return shop.promote();
                    }),
            on(
                    "Promoted to 'prod', but its service at '…' does not run oci:…/acme/shop:43 after …: it says '42'; and it"
                            + " could not be rolled back: Rolled back nothing: In 'prod', 'oci:…/acme/shop' cannot go back:"
                            + " before sha256:… there was sha256:…, and no record that counts says of which build that is. Name"
                            + " the build to go back to (-Dimage.to=BuildId). Now 'oci:…/acme/shop:latest' names what was"
                            + " promoted. See what is there (image:status), and go back, if it still is to be done"
                            + " (image:rollback; on another machine with -Dimage.to=BuildId).",
                    shop -> {
                        shop.prod(MOVING + "<withoutRecords>true</withoutRecords>");
                        shop.promoted();
                        shop.prod(MOVING + goingBack(shop.service(200, "42")));
                        shop.build("43");
                        return shop.promote();
                    }),
            on(
                    "Illegal <environments>: <deployed><onFailure>: it is fail or rollback, not 'rolback'. Correct it in the"
                            + " POM, or in the file (-Dimage.environments).",
                    shop -> {
                        shop.prod(
                                MOVING
                                        + "<deployed><url>https://shop.example/</url><onFailure>rolback</onFailure></deployed>");
                        return shop.promote();
                    }),
            on(
                    "Not what the artifact says: … checks fail, the first in 'prod', tag of '…/acme/shop:42' (42): there is no such"
                            + " tag; promote it again (image:promote -Dimage.repair -Dimage.environment=prod).",
                    shop -> shop.call("verify")));

    private PromotionMessages() {}

    private static String goingBack(Receiver service) {
        return "<deployed><url>" + service.uri("/version")
                + "</url><timeout>1</timeout><onFailure>rollback</onFailure></deployed>";
    }

    private static String printed(Exception failure) {
        return String.valueOf(new GoalFailures(new Redactor(), new Redactor(), "target")
                .of(failure)
                .getMessage());
    }

    private static Optional<Map.Entry<Integer, String>> refused(boolean refused) {
        return refused ? Optional.of(Map.entry(403, "{}")) : Optional.empty();
    }

    /** Another build gets the moving tag when the plan is made already. */
    private static List<String> overtaken(Shop shop) throws Exception {
        QuirkyRegistry registry = shop.registry();
        shop.prod(registry, "");
        shop.build("43");
        shop.promoted();
        shop.prod(registry, "<movingTags>latest</movingTags>");
        shop.build("44");
        shop.promoted();
        shop.build("45");
        AtomicBoolean first = new AtomicBoolean(true);
        registry.refuse((method, path) -> {
            if (method.equals("PUT") && path.endsWith(LOCK) && first.getAndSet(false)) {
                registry.retag(REPOSITORY, "43", "latest");
            }
            return Optional.empty();
        });
        return shop.promote();
    }

    /**
     * The note of an earlier promotion is put in place of this one's, and the first tag is set only when this one has come to
     * look at its note for the second time: after the first look it knows.
     */
    private static List<String> takenOver(Shop shop) throws Exception {
        QuirkyRegistry registry = shop.registry();
        shop.prod(registry, "<movingTags>latest</movingTags>");
        AtomicReference<byte[]> earlier = new AtomicReference<>(new byte[0]);
        CountDownLatch looks = new CountDownLatch(2);
        AtomicBoolean replaced = new AtomicBoolean();
        registry.refuse((method, path) -> {
            if (method.equals("PUT") && path.endsWith("/manifests/42")) {
                earlier.set(registry.stored(REPOSITORY, LOCK).orElseThrow());
            } else if (method.equals("PUT") && path.endsWith("/manifests/43")) {
                registry.retag(
                        REPOSITORY,
                        Digest.sha256(Objects.requireNonNull(earlier.get())).toString(),
                        LOCK);
                replaced.set(true);
                await(looks);
            } else if (replaced.get() && method.equals("GET") && path.endsWith(LOCK)) {
                looks.countDown();
            }
            return Optional.empty();
        });
        shop.promoted();
        shop.build("43");
        return shop.promote();
    }

    /** The list of documents cannot be read again after the record was added to it. */
    private static List<String> unlisted(Shop shop) throws Exception {
        QuirkyRegistry registry = shop.registry(Quirk.NO_REFERRERS_API);
        AtomicBoolean written = new AtomicBoolean();
        registry.refuse((method, path) -> {
            boolean list = path.contains("/manifests/sha256-");
            boolean over = written.get();
            written.compareAndSet(
                    false,
                    list
                            && method.equals("PUT")
                            && registry.stored(REPOSITORY, "42").isPresent());
            return refused(list && over);
        });
        shop.prod(registry, "");
        return shop.promote();
    }

    private static void await(CountDownLatch looks) {
        try {
            assertThat(looks.await(2, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
