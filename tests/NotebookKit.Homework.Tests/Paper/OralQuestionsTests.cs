using NotebookKit.Homework.Paper;
using NotebookKit.Homework.Quizzes;

namespace NotebookKit.Homework.Tests.Paper;

/// <summary>The oral exam has questions for every lecture, each tied to the course's map.</summary>
[Trait("System", "CRS-EXAM")]
public sealed class OralQuestionsTests
{
    [Fact]
    public void Every_lecture_has_five_to_eight_questions()
    {
        Assert.Equal(QuizBank.Lectures.Select(quiz => quiz.Lecture), OralQuestions.Lectures);
        Assert.All(OralQuestions.Lectures, lecture => Assert.InRange(OralQuestions.Of(lecture).Count, 5, 8));
        Assert.Distinct(OralQuestions.All.Select(question => question.Text));
        Assert.All(OralQuestions.All, question =>
        {
            Assert.All(question.Systems, system => Assert.Matches("^[A-Z0-9]+-[A-Za-z0-9]+$", system));
            Assert.Matches("[.?]$", question.Text);
            Assert.NotEmpty(question.ListenFor);
        });
    }

    [Fact]
    public void A_card_is_drawn_from_different_lectures_and_the_same_for_the_same_seed()
    {
        var card = OralQuestions.Draw(5);
        Assert.Equal(3, card.Count);
        Assert.Distinct(card.Select(question => question.Lecture));
        Assert.Equal(card, OralQuestions.Draw(5));
        Assert.NotEqual(card, OralQuestions.Draw(6));
    }

    [Fact]
    public void The_students_list_does_not_say_what_the_examiner_listens_for()
    {
        Assert.All(OralQuestions.All, question => Assert.DoesNotContain(System.Net.WebUtility.HtmlEncode(question.ListenFor), OralQuestions.Page(forExaminer: false), StringComparison.Ordinal));
        Assert.Contains("Listen for: 75 + 25 + 300 + 12 = 412", OralQuestions.Page(forExaminer: true), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_lecture_is_named() => Assert.Contains("`S2 L13`", Assert.Throws<ArgumentException>(() => OralQuestions.Of("S2 L13")).Message, StringComparison.Ordinal);
}
