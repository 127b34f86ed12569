/** Who did it, whatever happens meanwhile. */
package dev.vedette.tests.identity;
