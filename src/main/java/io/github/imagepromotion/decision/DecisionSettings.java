package io.github.imagepromotion.decision;

import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import io.github.imagepromotion.promotion.gate.GateSettings.KeyReader;
import io.github.imagepromotion.signing.SigningKey;

/**
 * Who decides, and how that is written down.
 *
 * @param key of who decides
 * @param keys reads the keys that environments trust
 * @param by who, by his own account
 * @param plugin version of this plugin
 * @param parallelism how many documents are read at once
 */
public record DecisionSettings(SigningKey key, KeyReader keys, Actor by, String plugin, int parallelism) {}
