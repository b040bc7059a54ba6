package io.github.imagepromotion.promotion;

import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import java.nio.file.Path;

/**
 * How promotions are recorded.
 *
 * @param attester signs records, and images that its key has not signed yet; or does not
 * @param by who promotes
 * @param plugin version of this plugin
 * @param stateDirectory remembers what was tagged and not recorded yet
 */
public record RecordSettings(Attester attester, Actor by, String plugin, Path stateDirectory) {}
