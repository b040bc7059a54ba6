package io.github.imagepromotion.decision;

import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import io.github.imagepromotion.promotion.gate.GateSettings.KeyReader;
import io.github.imagepromotion.signing.SigningKey;

/**
 * Who decides.
 *
 * @param key signing key
 * @param keys reads the trusted keys of environments
 * @param by who decides, as claimed
 * @param plugin version of this plugin
 * @param parallelism maximum number of documents read concurrently
 */
public record DecisionSettings(SigningKey key, KeyReader keys, Actor by, String plugin, int parallelism) {}
