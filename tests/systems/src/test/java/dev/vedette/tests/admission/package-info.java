/** What was admitted against what runs. */
package dev.vedette.tests.admission;
