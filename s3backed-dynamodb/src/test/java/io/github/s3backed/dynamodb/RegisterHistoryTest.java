package io.github.s3backed.dynamodb;

import static io.github.s3backed.dynamodb.RegisterHistory.Kind.DELETE;
import static io.github.s3backed.dynamodb.RegisterHistory.Kind.DELETE_IF_SAME;
import static io.github.s3backed.dynamodb.RegisterHistory.Kind.KEEP_OR_PUT;
import static io.github.s3backed.dynamodb.RegisterHistory.Kind.PUT;
import static io.github.s3backed.dynamodb.RegisterHistory.Kind.PUT_IF_ABSENT;
import static io.github.s3backed.dynamodb.RegisterHistory.Kind.PUT_IF_SAME;
import static io.github.s3backed.dynamodb.RegisterHistory.Kind.PUT_ONCE;
import static io.github.s3backed.dynamodb.RegisterHistory.Result.DONE;
import static io.github.s3backed.dynamodb.RegisterHistory.Result.REFUSED;
import static io.github.s3backed.dynamodb.RegisterHistory.Result.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The judge of races is judged by histories made by hand. */
class RegisterHistoryTest {

    private final RegisterHistory history = new RegisterHistory();

    private void put(String value, long start, long end) {
        history.write(PUT, value, null, DONE).attempt(start, end);
    }

    private void assertGood() {
        assertThat(history.isLinearizable()).as(history.toString()).isTrue();
    }

    private void assertBad() {
        assertThat(history.isLinearizable()).as(history.toString()).isFalse();
    }

    @Test
    void whatWasPutIsRead() {
        history.read(null, 1, 2);
        put("a", 3, 4);
        history.read("a", 5, 6);
        assertGood();
    }

    @Test
    void aValueThatNobodyPutIsWrong() {
        put("a", 1, 2);
        history.read("b", 3, 4);
        assertBad();
    }

    @Test
    void aReadOfWhatWasReplacedBeforeItBeganIsWrong() {
        put("a", 1, 2);
        put("b", 3, 4);
        history.read("a", 5, 6);
        assertBad();
    }

    @Test
    void aPutThatIsLostIsWrong() {
        put("a", 1, 2);
        history.read(null, 3, 4);
        assertBad();
    }

    @Test
    void concurrentPutsHaveEitherOrder() {
        put("a", 1, 4);
        put("b", 2, 3);
        history.read("a", 5, 6);
        assertGood();
    }

    @Test
    void butNotBothOrders() {
        put("a", 1, 4);
        put("b", 2, 3);
        history.read("a", 5, 6);
        history.read("b", 7, 8);
        assertBad();
    }

    @Test
    void aReadBesideAPutSeesTheOldOrTheNewAndNeverTheOldAfterTheNew() {
        put("a", 1, 2);
        put("b", 3, 10);
        history.read("b", 4, 5);
        history.read("a", 6, 7);
        assertBad();
    }

    @Test
    void aRefusedPutIsRightOnlyWhereItsConditionFailed() {
        history.write(PUT_IF_ABSENT, "a", null, REFUSED).attempt(1, 2);
        assertBad();
    }

    @Test
    void aDonePutIsRightOnlyWhereItsConditionHeld() {
        put("a", 1, 2);
        history.write(PUT_IF_ABSENT, "b", null, DONE).attempt(3, 4);
        assertBad();
    }

    @Test
    void ofTwoThatCompareAndSetTheSameOneWins() {
        put("a", 1, 2);
        history.write(PUT_IF_SAME, "b", "a", DONE).attempt(3, 6);
        history.write(PUT_IF_SAME, "c", "a", DONE).attempt(4, 5);
        assertBad();
    }

    @Test
    void aLostAttemptExplainsWhyTheSecondWasRefusedThoughTheWriteIsDone() {
        history.write(PUT_IF_ABSENT, "a", null, DONE).attempt(1, 2).attempt(3, 4);
        history.read("a", 5, 6);
        assertGood();
    }

    @Test
    void aRefusalIsWrongWhereAnAttemptOfTheSameWriteWasDone() {
        history.write(PUT_IF_ABSENT, "a", null, REFUSED).attempt(1, 2).attempt(3, 4);
        history.read("a", 5, 6);
        assertBad();
    }

    @Test
    void anUnknownWriteMayHaveBeenRefused() {
        put("x", 1, 2);
        history.write(PUT_IF_ABSENT, "a", null, UNKNOWN).attempt(3, 4);
        history.read("x", 5, 6);
        assertGood();
    }

    @Test
    void aLateAttemptMayComeAtAnyTime() {
        history.write(PUT, "a", null, UNKNOWN).lateAttempt(1);
        put("b", 2, 3);
        history.read("b", 4, 5);
        history.read("a", 6, 7);
        assertGood();
    }

    @Test
    void butOnlyOnce() {
        history.write(PUT, "a", null, UNKNOWN).lateAttempt(1);
        put("b", 2, 3);
        history.read("a", 4, 5);
        put("c", 6, 7);
        history.read("a", 8, 9);
        assertBad();
    }

    @Test
    void orNever() {
        history.write(PUT, "a", null, UNKNOWN).lateAttempt(1);
        history.read(null, 2, 3);
        assertGood();
    }

    @Test
    void whatIsDoneOnlyOnceIsNotDoneByItsRepetition() {
        history.write(PUT_ONCE, "a", null, DONE).attempt(1, 3).attempt(6, 8);
        put("b", 4, 5);
        history.read("a", 9, 10);
        assertBad();
    }

    @Test
    void whatIsRepeatedBlindlyMayCoverWhatCameBetween() {
        history.write(PUT, "a", null, DONE).attempt(1, 3).attempt(6, 8);
        put("b", 4, 5);
        history.read("a", 9, 10);
        assertGood();
    }

    @Test
    void whatKeepsTheOldValueMustKeepIt() {
        put("a", 1, 2);
        history.write(KEEP_OR_PUT, "b", null, DONE).attempt(3, 4);
        history.read("b", 5, 6);
        assertBad();
    }

    @Test
    void aDeletedItemIsGone() {
        put("a", 1, 2);
        history.write(DELETE, null, null, DONE).attempt(3, 4);
        history.read("a", 5, 6);
        assertBad();
    }

    @Test
    void aConditionalDeleteOfAnotherValueIsRefused() {
        put("a", 1, 2);
        history.write(DELETE_IF_SAME, null, "b", REFUSED).attempt(3, 4);
        history.read("a", 5, 6);
        assertGood();
    }
}
