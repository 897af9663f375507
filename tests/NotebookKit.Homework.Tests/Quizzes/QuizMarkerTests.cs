using NotebookKit.Homework.Quizzes;
using NotebookKit.Homework.Tests.Course;

namespace NotebookKit.Homework.Tests.Quizzes;

/// <summary>Answers are read as students write them, and marked.</summary>
[Trait("System", "CRS-QUIZ")]
public sealed class QuizMarkerTests
{
    [Theory]
    [InlineData("0.375", "right")]
    [InlineData(" 0,375 ", "right")]
    [InlineData("3/8", "right")]
    [InlineData("37.5 %", "right")]
    [InlineData("3.75e-1", "right")]
    [InlineData("0.3759", "right")]
    [InlineData("0.377", "wrong")]
    [InlineData("-0.375", "wrong")]
    [InlineData("\u22120.375", "wrong")]
    public void A_number_may_be_written_in_many_ways(string answer, string verdict) =>
        Assert.Equal(verdict, QuizMarker.Mark(new NumberItem("?", 0.375, 0.001), answer).Verdict);

    [Theory]
    [InlineData(1024, "1,024")]
    [InlineData(1024, "1 024")]
    [InlineData(1024, "1024.0")]
    [InlineData(1.024, "1,024")]
    [InlineData(1234567, "1,234,567")]
    [InlineData(-5, "\u22125")]
    public void Thousands_and_decimals_are_both_understood(double right, string answer) =>
        Assert.Equal("right", QuizMarker.Mark(NumberItem.Exact("?", right), answer).Verdict);

    [Theory]
    [InlineData("about three")]
    [InlineData("1/0")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    public void What_is_no_number_is_said_so(string answer)
    {
        var mark = QuizMarker.Mark(new NumberItem("?", 3, 0), answer);
        Assert.Equal(0, mark.Earned);
        Assert.Contains("is no number", mark.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void The_edge_of_the_tolerance_counts_as_right()
    {
        var item = new NumberItem("?", 0.7, 0.1);
        Assert.Equal(["right", "right", "wrong", "wrong"], new[] { "0.8", "0.6", "0.801", "0.599" }.Select(answer => QuizMarker.Mark(item, answer).Verdict));
        Assert.Equal("wrong", QuizMarker.Mark(NumberItem.Exact("?", 412), "412.001").Verdict);
    }

    [Theory]
    [InlineData("b", "right")]
    [InlineData("B)", "right")]
    [InlineData("a", "wrong")]
    [InlineData("ab", "is not one of the letters a to c")]
    [InlineData("d", "is not one of the letters a to c")]
    [InlineData("yes", "is not one of the letters a to c")]
    public void A_choice_is_a_letter(string answer, string verdict) =>
        Assert.EndsWith(verdict, QuizMarker.Mark(ChoiceItem.InOrder("?", 1, "x", "y", "z"), answer).Verdict, StringComparison.Ordinal);

    [Theory]
    [InlineData("a, c", 1)]
    [InlineData("c and a", 1)]
    [InlineData("AC", 1)]
    [InlineData("a", 0.5)]
    [InlineData("a, b", 0)]
    [InlineData("a, b, c", 0.5)]
    [InlineData("b, d", 0)]
    [InlineData("none", 0)]
    public void Several_choices_give_right_ones_less_wrong_ones(string answer, double earned) =>
        Assert.Equal((decimal)earned, QuizMarker.Mark(new ChoicesItem("?", ["w", "x", "y", "z"], [0, 2]), answer).Earned);

    [Fact]
    public void Where_nothing_is_right_none_is_the_answer()
    {
        var item = new ChoicesItem("?", ["w", "x"], []);
        Assert.Equal([1m, 1m, 0m, 0m], new[] { "none", "-", "a", "" }.Select(answer => QuizMarker.Mark(item, answer).Earned));
    }

    [Fact]
    public void A_quiz_handed_in_as_a_file_is_made_anew_and_marked()
    {
        using var folder = new CourseFolder();
        var quiz = QuizBank.Of("S2 L2").For("Ada", 11);
        var answers = quiz.Items.ToDictionary(item => item.Id, QuizBankTests.RightAnswer);
        answers.Remove("bound");
        answers["distance"] = "1000";
        QuizJson.SaveAnswers(folder.File("ada.json"), new QuizAnswers("S2-L2", "Ada", 11, answers));
        var result = QuizMarker.Mark(QuizJson.LoadAnswers(folder.File("ada.json")));
        Assert.Equal((3m, 5m), (result.Points.Earned, result.Points.Possible));
        Assert.Equal(["right", "right", "right", "no answer", "wrong"], result.Marks.Select(mark => mark.Verdict));
        Assert.Equal(0, QuizMarker.Mark(quiz, new Dictionary<string, string>()).Points.Earned);
    }

    [Fact]
    public void Another_students_answers_are_wrong()
    {
        var answers = QuizBank.Of("S2 L1").For("Ada", 1).Items.ToDictionary(item => item.Id, QuizBankTests.RightAnswer);
        Assert.True(QuizMarker.Mark(QuizBank.Of("S2 L1").For("Bob", 1), answers).Points.Earned <= 2);
    }

    [Fact]
    public void An_answer_to_no_question_is_named()
    {
        var error = Assert.Throws<InvalidDataException>(() => QuizMarker.Mark(QuizBank.Of("S4").For("Ada", 1), new Dictionary<string, string> { ["q1"] = "412" }));
        Assert.Contains("`q1`, which is no question of this quiz; its questions are lecture-params", error.Message, StringComparison.Ordinal);
    }
}
