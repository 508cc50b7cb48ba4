package io.github.s3backed.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** An update step by step. */
class UpdateStepsTest extends WriteSteps {

    @Test
    void anUpdateRemovesWhatItReplacedAndNothingElse() {
        String old = stored("1", "old");
        dynamoDb.then(UpdateItemResponse.builder().attributes(item("1", old)).build());

        join(client.updateItem(update("SET body = :b").build()));

        UpdateItemRequest sent = (UpdateItemRequest) dynamoDb.requests.get(0);
        assertThat(sent.returnValues()).isEqualTo(ReturnValue.ALL_OLD);
        assertThat(sent.updateExpression()).isEqualTo("SET body = :s3backed0");
        assertThat(objects())
                .containsExactly(
                        sent.expressionAttributeValues().get(":s3backed0").s());
    }

    @Test
    void anUpdateOfAnotherAttributeRemovesNothing() {
        String old = stored("1", "old");
        dynamoDb.then(UpdateItemResponse.builder().attributes(item("1", old)).build());

        join(client.updateItem(update("SET image = :b")
                .expressionAttributeValues(Map.of(":b", Bench.b((byte) 1)))
                .build()));

        assertThat(objects()).hasSize(2).contains(old);
    }

    @Test
    void anUpdateThatKeptTheOldValueRemovesWhatItUploaded() {
        String old = stored("1", "old");
        dynamoDb.then(GetItemResponse.builder().item(item("1", old)).build())
                .then(UpdateItemResponse.builder().attributes(item("1", old)).build());

        join(client.updateItem(update("SET body = if_not_exists(body, :b)").build()));

        assertThat(((UpdateItemRequest) dynamoDb.requests.get(1)).returnValues())
                .isEqualTo(ReturnValue.UPDATED_NEW);
        assertThat(objects()).containsExactly(old);
    }

    @Test
    void anUpdateWhoseImageIsThatBeforeLooksAgain() {
        String old = stored("1", "old");
        dynamoDb.then(UpdateItemResponse.builder().attributes(item("1", old)).build())
                .then(GetItemResponse.builder().item(item("1", old)).build());

        UpdateItemResponse response = join(client.updateItem(update("SET body = if_not_exists(body, :b)")
                .returnValues(ReturnValue.ALL_OLD)
                .build()));

        assertThat(response.attributes()).isEqualTo(item("1", "old"));
        GetItemRequest look = (GetItemRequest) dynamoDb.requests.get(1);
        assertThat(look.consistentRead()).isTrue();
        assertThat(look.expressionAttributeNames()).containsValue("body");
        assertThat(objects()).containsExactly(old);
    }

    @Test
    void aLookThatFailsLeavesBoth() {
        String old = stored("1", "old");
        dynamoDb.then(UpdateItemResponse.builder().attributes(item("1", old)).build())
                .then(lost());

        join(client.updateItem(update("SET body = if_not_exists(body, :b)")
                .returnValues(ReturnValue.ALL_OLD)
                .build()));

        assertThat(objects()).hasSize(2).contains(old);
        assertThat(only(S3BackedEvent.CleanUpFailed.class).left()).hasSize(2);
    }

    @Test
    void aRemovedAttributeTakesItsObjectWithIt() {
        String old = stored("1", "old");
        dynamoDb.then(UpdateItemResponse.builder().attributes(item("1", old)).build());

        join(client.updateItem(
                update("REMOVE body").expressionAttributeValues(null).build()));

        assertThat(objects()).isEmpty();
    }

    @Test
    void itsOwnUploadIsNotFetchedForTheImage() {
        dynamoDb.then(GetItemResponse.builder().build())
                .then(request -> UpdateItemResponse.builder()
                        .attributes(item(
                                "1",
                                ((UpdateItemRequest) request)
                                        .expressionAttributeValues()
                                        .get(":s3backed0")
                                        .s()))
                        .build());

        UpdateItemResponse response = join(client.updateItem(
                update("SET body = :b").returnValues(ReturnValue.ALL_NEW).build()));

        assertThat(response.attributes()).isEqualTo(item("1", "new"));
        assertThat(store.gets.stream().filter(HookedBlobStore::isPayload)).isEmpty();
        assertThat(only(S3BackedEvent.Committed.class).operation()).isEqualTo("UpdateItem");
    }

    @Test
    void nothingIsRemovedAtOnceWhereThatIsTheSweepers() {
        String old = stored("1", "old");
        client = open(settings -> settings.cleanUp(CleanUp.SWEEPER));
        dynamoDb.then(UpdateItemResponse.builder().attributes(item("1", old)).build());

        join(client.updateItem(update("SET body = :b").build()));

        assertNoCleanUpFailed();
        assertThat(objects()).hasSize(2).contains(old);
    }

    @Test
    void aConditionThatFailsShowsTheItemIfThatIsAskedFor() {
        String old = stored("1", "old");
        dynamoDb.then(conditionFailed(item("1", old)));

        Throwable refused = failureOf(client.updateItem(update("SET body = :b")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build()));

        assertThat(((ConditionalCheckFailedException) refused).item()).isEqualTo(item("1", "old"));
    }

    @Test
    void aConditionThatItsOwnFirstAttemptMadeFailIsASuccessUnlessAnImageWasAskedFor() {
        for (ReturnValue asked : new ReturnValue[] {ReturnValue.NONE, ReturnValue.UPDATED_OLD}) {
            List<String> own = new ArrayList<>();
            dynamoDb.then(request -> {
                        own.add(((UpdateItemRequest) request)
                                .expressionAttributeValues()
                                .get(":s3backed0")
                                .s());
                        return lost();
                    })
                    .then(request -> conditionFailed(item("1", own.get(0))));
            CompletableFuture<UpdateItemResponse> writing = client.updateItem(
                    update("SET body = :b").returnValues(asked).build());

            if (asked == ReturnValue.NONE) {
                assertThat(join(writing).hasAttributes()).isFalse();
            } else {
                assertThat(failureOf(writing)).isInstanceOf(WriteCommittedException.class);
            }
        }
    }
}
