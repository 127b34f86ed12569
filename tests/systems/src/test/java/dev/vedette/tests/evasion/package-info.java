/** The same deed in many disguises, in a real container: each must be told for what it is, and of whom. */
package dev.vedette.tests.evasion;
