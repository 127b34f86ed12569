/** Every attack for real, in a real container, found by the whole sensor; and its nearest harmless likeness, not found. */
package dev.vedette.tests.attacks;
