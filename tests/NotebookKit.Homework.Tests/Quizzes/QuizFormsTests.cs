using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using NotebookKit.Homework.Quizzes;

namespace NotebookKit.Homework.Tests.Quizzes;

/// <summary>A quiz as page, as JSON and for Moodle: the student's forms say nothing of the answers.</summary>
[Trait("System", "CRS-QUIZ")]
public sealed partial class QuizFormsTests
{
    [Fact]
    public void The_students_page_has_questions_and_no_answers_and_the_teachers_page_both()
    {
        foreach (var lecture in QuizBank.Lectures)
        {
            var quiz = lecture.For("Ada <b>", 3);
            var student = new HtmlParser().ParseDocument(QuizPage.Student(quiz));
            var teacher = new HtmlParser().ParseDocument(QuizPage.Teacher(quiz));
            Assert.Equal(quiz.Items.Count, student.QuerySelectorAll(".items > li").Length);
            Assert.Empty(student.QuerySelectorAll(".answer"));
            Assert.Equal(quiz.Items.Count, teacher.QuerySelectorAll(".items > li > .answer").Length);
            Assert.Contains("Ada <b>", student.Body!.TextContent, StringComparison.Ordinal);
            foreach (var (item, shown) in quiz.Items.Zip(teacher.QuerySelectorAll(".items > li > .answer")))
            {
                Assert.Contains(Squeezed(item.AnswerText), Squeezed(shown.TextContent), StringComparison.Ordinal);
                Assert.True(item.Explanation.Length == 0 || !student.Body.TextContent.Contains(item.Explanation, StringComparison.Ordinal));
                Assert.DoesNotContain(item.Systems[0], student.Body.TextContent, StringComparison.Ordinal);
            }

            Assert.Empty(student.QuerySelectorAll("script, link, img"));

            // A caret or an underscore in a formula must not have become markdown.
            Assert.Empty(teacher.QuerySelectorAll("sup, sub, em, strong, del, ins, mark, table"));
        }
    }

    [Fact]
    public void A_class_prints_its_quizzes_one_sheet_each()
    {
        var page = new HtmlParser().ParseDocument(QuizPage.Student([.. new[] { "Ada", "Bob", "Eve" }.Select(name => QuizBank.Of("S2 L5").For(name, 1))]));
        Assert.Equal(3, page.QuerySelectorAll("article.sheet").Length);
        Assert.Contains("break-before: page", page.QuerySelector("style")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_students_json_has_no_answers_and_the_teachers_json_all()
    {
        foreach (var lecture in QuizBank.Lectures)
        {
            var quiz = lecture.For("Ada", 3);
            var student = JsonNode.Parse(QuizJson.Student(quiz))!["items"]!.AsArray();
            var teacher = JsonNode.Parse(QuizJson.Teacher(quiz))!["items"]!.AsArray();
            Assert.All(student, item => Assert.Subset(new HashSet<string> { "id", "kind", "points", "text", "form", "options" }, item!.AsObject().Select(one => one.Key).ToHashSet()));
            Assert.All(teacher, item => Assert.NotNull(item!["answer"]));
            Assert.Equal(quiz.Items.Select(item => item.Id), student.Select(item => (string?)item!["id"]));
        }
    }

    [Fact]
    public void Moodle_gets_a_category_for_each_question_with_its_variants()
    {
        foreach (var lecture in QuizBank.Lectures)
        {
            var text = GiftExport.Variants(lecture, 5, variants: 4);
            var blocks = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(lecture.Templates.Count, blocks.Count(block => block.StartsWith("$CATEGORY: NotebookKit/", StringComparison.Ordinal)));
            var questions = blocks.Where(block => block.StartsWith("::", StringComparison.Ordinal)).ToArray();
            Assert.InRange(questions.Length, lecture.Templates.Count, 4 * lecture.Templates.Count);
            Assert.All(questions, question => Assert.Matches(Question(), question));
            Assert.Distinct(questions);
        }
    }

    [Fact]
    public void Gift_has_the_answers_in_its_own_signs()
    {
        var quiz = new Quiz("Q", "t", "Ada", 1,
        [
            new NumberItem("a = {1}: how many?\n\nx", 412, 0) { Id = "n" },
            new NumberItem("p?", 0.5, 0.001) { Id = "t" },
            ChoiceItem.InOrder("c?", 1, "x = 1", "y") with { Id = "c" },
            new ChoicesItem("m?", ["x", "y", "z"], [0, 2]) { Id = "m" },
            new ChoicesItem("k?", ["x", "y"], []) { Id = "k" },
            new TextItem("w?", ["sigmoid", "logistic"]) { Id = "w" },
        ]);
        Assert.Equal(
            [
                "// Q: t",
                @"::Q n::[markdown]a \= \{1\}\: how many?\n\nx {#412:0}",
                "::Q t::[markdown]p? {#0.5:0.001}",
                @"::Q c::[markdown]c? {~x \= 1 =y}",
                "::Q m::[markdown]m? {~%50%x ~%-50%y ~%50%z }",
                "::Q k::[markdown]k? {~%-100%x ~%-100%y ~%100%none of them}",
                "::Q w::[markdown]w? {=sigmoid =logistic}",
            ],
            GiftExport.Of(quiz).Split("\n\n", StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Squeezed(string text) => Blank().Replace(text, "");

    [GeneratedRegex(@"\s")]
    private static partial Regex Blank();

    // No bare control sign within the text, and one pair of braces with the answer at the end.
    [GeneratedRegex(@"^::([^:\\]|\\.)+::\[markdown\](?:[^~=#{}:\\\n]|\\.)+ \{(#-?[\d.]+:[\d.]+|(?:[=~](?:%-?[\d.]+%)?(?:[^~=#{}:\\\n]|\\.)+)+)\}$")]
    private static partial Regex Question();
}
