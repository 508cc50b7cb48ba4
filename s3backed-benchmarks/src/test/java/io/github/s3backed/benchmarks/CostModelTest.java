package io.github.s3backed.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;

class CostModelTest {

    /** Prices with which one can reckon in one's head, and nothing for storage. */
    private static final Prices ROUND = new Prices(YearMonth.of(2000, 1), 1, 1, 0, 8, 3, 0);

    private final CostModel model = new CostModel(ROUND, 0);

    @Test
    void countsAWriteByKibibytesAndAReadByFour() {
        assertThat(model.inline(1024, Workload.of(1, 0))).isEqualTo(1);
        assertThat(model.inline(1025, Workload.of(1, 0))).isEqualTo(2);
        assertThat(model.inline(4096, Workload.of(0, 2))).isEqualTo(1);
        assertThat(model.inline(4097, new Workload(0, 0, 1, 0, true))).isEqualTo(2);
    }

    @Test
    void countsRequestsToS3ForThePayloadAlone() {
        assertThat(model.offloaded(100_000, new Workload(1, 1, 2, 2, false))).isEqualTo(2 + 8 + 2 * 3 + 4 * 0.5);
    }

    @Test
    void breaksEvenWhereAPutCostsWhatItSavesInWriteUnits() {
        // 1 unit and a put of 8 cost what 9 units do: a payload of more than 8 KiB.
        assertThat(model.breakEven(Workload.of(1, 0))).isBetween(8 * 1024 + 1, 8 * 1024 + 64);
    }

    @Test
    void countsWhatOtherWritesOfALargeItemCost() {
        assertThat(model.breakEven(new Workload(1, 8, 0, 0, false))).isBetween(1024 + 1, 1024 + 64);
    }

    @Test
    void breaksEvenAtTheFirstBytesWhereTheyAreKeptAlone() {
        CostModel stored = new CostModel(new Prices(YearMonth.of(2000, 1), 1, 1, 10, 8, 3, 1), 0);
        assertThat(stored.breakEven(Workload.of(0, 0))).isEqualTo(256);
    }

    @Test
    void regretsNothingWhereTheThresholdIsTheBreakEven() {
        Workload workload = Workload.of(1, 0);
        assertThat(model.regret(model.breakEven(workload), workload)).isEqualTo(1, within(0.001));
        assertThat(model.regret(256, workload)).isEqualTo(9, within(0.001));
    }

    @Test
    void printsTheTablesOfTheDocument() {
        StringWriter text = new StringWriter();
        CostTable.print(new PrintWriter(text));
        assertThat(text.toString().lines().filter(line -> line.startsWith("| written once, never read")))
                .containsExactly("| written once, never read | 6.1 KiB |");
    }
}
