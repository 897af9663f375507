using NotebookKit.Homework.Quizzes;
using NotebookKit.Homework.Quizzes.Bank;
using NotebookKit.Learners;

namespace NotebookKit.Homework.Tests.Quizzes;

/// <summary>The questions that the lectures ask in class, with the answers that the library gives.</summary>
public sealed class LectureQuestionTests
{
    [Fact]
    [Trait("System", "CRS-S4QUIZ")]
    [Trait("Golden", "G-S4Q")]
    public void Three_inputs_twenty_five_hidden_and_twelve_outputs_have_412_parameters()
    {
        var item = QuizBank.Of("S4").For("anybody", 1).Items.Single(one => one.Id == "lecture-params");
        Assert.Equal(412, Assert.IsType<NumberItem>(item).Answer);
        Assert.Contains("3 input nodes, 25 nodes in the hidden layer and 12 output nodes", item.Text, StringComparison.Ordinal);
        Assert.Equal("375 weights and 37 biases.", item.Explanation);
        Assert.Equal("right", QuizMarker.Mark(item, "412").Verdict);
        Assert.Equal("wrong", QuizMarker.Mark(item, "375").Verdict);
    }

    [Fact]
    [Trait("System", "CRS-S4TASK")]
    [Trait("Golden", "G-S4W")]
    [Trait("Golden", "G-S4P")]
    public void The_example_has_64_weights_and_1024_paths() =>
        Assert.Equal((64, 1024), (S4.Weights(3, 4).Answer, S4.Paths(3, 4).Answer));

    [Fact]
    [Trait("System", "CRS-S4TASK")]
    [Trait("System", "CRS-S4QPATH")]
    public void Weights_and_paths_follow_the_formulas_for_all_k_and_w_up_to_six()
    {
        for (var k = 1; k <= 6; k++)
        {
            for (var w = 1; w <= 6; w++)
            {
                Assert.Equal(w * w * (k + 1), S4.Weights(k, w).Answer);
                Assert.Equal(Math.Pow(w, k + 2), S4.Paths(k, w).Answer);
                Assert.Equal(Math.Pow(w, k), S4.PathsThrough(k, w).Answer);

                // The library's other counter walks from layer to layer; with one first weight alone it counts the paths through it.
                Tensor[] masks = [.. Enumerable.Range(0, k + 1).Select(_ => Tensor.Ones([w, w]))];
                Assert.Equal(NetworkSize.Paths(masks), (System.Numerics.BigInteger)S4.Paths(k, w).Answer);
                var one = new float[w, w];
                one[0, 0] = 1;
                masks[0] = Tensor.From(one);
                Assert.Equal(NetworkSize.Paths(masks), (System.Numerics.BigInteger)S4.PathsThrough(k, w).Answer);
            }
        }
    }

    [Fact]
    [Trait("System", "CRS-S4QPATH")]
    public void Through_one_first_weight_of_the_example_lead_64_paths() => Assert.Equal(64, S4.PathsThrough(3, 4).Answer);

    [Fact]
    [Trait("System", "CRS-S4QSM")]
    public void The_softmax_of_two_classes_is_the_sigmoid_to_the_last_digit_that_counts()
    {
        for (var z = -30.0; z <= 30; z += 0.37)
        {
            Assert.Equal(Tensor.From([z]).Sigmoid().Item(), Tensor.From([z, 0.0]).Softmax()[0].Item(), 1e-12);
        }

        var item = QuizBank.Of("S4").For("anybody", 1).Items.Single(one => one.Id == "softmax-before");
        Assert.All(new[] { "sigmoid", "Sigmoid function", "the logistic function", "Logistic-Sigmoid." }, answer => Assert.Equal("right", QuizMarker.Mark(item, answer).Verdict));
        Assert.Equal("wrong", QuizMarker.Mark(item, "tanh").Verdict);
    }

    [Fact]
    [Trait("System", "CRS-S0Q")]
    public void The_discussion_questions_have_model_answers()
    {
        var quiz = QuizBank.Of("S0").For("anybody", 1);
        var issues = quiz.Items.Single(item => item.Id == "bptt-issues");
        Assert.Contains("vanishing", issues.Explanation, StringComparison.Ordinal);
        Assert.Contains("explodes", issues.Explanation, StringComparison.Ordinal);
        Assert.Equal("right", QuizMarker.Mark(issues, "Vanishing gradients").Verdict);
        Assert.Equal("right", QuizMarker.Mark(quiz.Items.Single(item => item.Id == "sequence-data"), "time-series").Verdict);
        Assert.Equal("wrong", QuizMarker.Mark(quiz.Items.Single(item => item.Id == "sequence-data"), "a photograph").Verdict);
    }
}
