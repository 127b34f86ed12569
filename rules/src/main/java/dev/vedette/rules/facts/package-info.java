/** What several rules ask of facts: pure functions over the policy model, so that DRL stays short. */
package dev.vedette.rules.facts;
