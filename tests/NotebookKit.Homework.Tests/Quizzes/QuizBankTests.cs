using System.Globalization;
using System.Text.RegularExpressions;
using NotebookKit.Homework.Quizzes;
using NotebookKit.Host.Documents;

namespace NotebookKit.Homework.Tests.Quizzes;

/// <summary>Every lecture and every practice has a quiz, whose numbers a seed draws and whose answers the library computes.</summary>
[Trait("System", "CRS-QUIZ")]
public sealed partial class QuizBankTests
{
    public static TheoryData<string> Lectures => [.. QuizBank.Lectures.Select(quiz => quiz.Lecture)];

    [Fact]
    public void The_twelve_lectures_and_the_four_others_have_a_quiz() => Assert.Equal(
        ["S0", "S1", "S2 L1", "S2 L2", "S2 L3", "S2 L4", "S2 L5", "S2 L6", "S2 L7", "S2 L8", "S2 L9", "S2 L10", "S2 L11", "S2 L12", "S3", "S4"],
        QuizBank.Lectures.Select(quiz => quiz.Lecture));

    [Theory]
    [MemberData(nameof(Lectures))]
    public void A_quiz_has_four_to_six_questions_with_names_of_their_own(string lecture)
    {
        var quiz = QuizBank.Of(lecture).For("ada", 1);
        Assert.InRange(quiz.Items.Count, 4, 6);
        Assert.Distinct(quiz.Items.Select(item => item.Id));
        Assert.All(quiz.Items, item => Assert.NotEmpty(item.Systems));
    }

    [Theory]
    [MemberData(nameof(Lectures))]
    public void Forty_students_get_forty_quizzes_that_can_all_be_asked(string lecture)
    {
        var quizzes = Enumerable.Range(0, 40).Select(i => QuizBank.Of(lecture).For($"student {i}", 2026)).ToArray();
        Assert.Distinct(quizzes.Select(quiz => string.Join('\n', quiz.Items.Select(item => item.Text))));
        Assert.All(quizzes.SelectMany(quiz => quiz.Items), item =>
        {
            Assert.DoesNotContain("NaN", item.Text + item.AnswerText, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"\d\.\d{7,}|E[-+]\d", item.Text);
            Assert.Equal(item.Points, QuizMarker.Mark(item, RightAnswer(item)).Earned);
            if (item is ChoiceItem choice)
            {
                Assert.InRange(choice.Right, 0, choice.Options.Count - 1);
                Assert.Distinct(choice.Options);
            }

            if (item is ChoicesItem choices)
            {
                Assert.Distinct(choices.Options);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Lectures))]
    public void The_same_student_and_seed_get_the_same_quiz_and_another_seed_another(string lecture)
    {
        var text = QuizJson.Teacher(QuizBank.Of(lecture).For("Ada", 7));
        Assert.Equal(text, QuizJson.Teacher(QuizBank.Of(lecture.Replace(' ', '-')).For("Ada", 7)));
        Assert.Equal(text, QuizJson.Teacher(QuizBank.Of(lecture).For(" ada ", 7)).Replace("\" ada \"", "\"Ada\"", StringComparison.Ordinal));
        Assert.NotEqual(text, QuizJson.Teacher(QuizBank.Of(lecture).For("Ada", 8)).Replace("\"seed\": 8", "\"seed\": 7", StringComparison.Ordinal));
    }

    [Fact]
    public void The_seed_of_a_question_is_written_down_here_so_that_no_machine_and_no_change_moves_it()
    {
        Assert.Equal(SeedOfAda, QuizSeed.Of("Ada", 7, "S2-L1", "sum"));
        Assert.NotEqual(SeedOfAda, QuizSeed.Of("Ada", 7, "S2-L1", "and"));
    }

    [Fact]
    public void A_quiz_once_handed_out_stays_as_it_was()
    {
        var item = Assert.IsType<NumberItem>(QuizBank.Of("S2 L1").For("Ada Lovelace", 7).Items[0]);
        Assert.Equal("A neuron has the weights w = (-1.1, -0.2, 1.8) and the bias b = -2.5. What is its weighted sum u for the input x = (4, 0, 4)?", item.Text);
        Assert.Equal(0.3, item.Answer);
    }

    // sha256("notebookkit quiz 1\nada\n7\nS2-L1\nsum"), first eight bytes, computed apart from this code.
    private const long SeedOfAda = 179174254874336176;

    [Fact]
    public void Answers_agree_with_formulas_that_are_written_out_here()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var sum = Numbers(Item("S2 L1", "sum", seed));
            Assert.Equal((sum[0] * sum[4]) + (sum[1] * sum[5]) + (sum[2] * sum[6]) + sum[3], Answer("S2 L1", "sum", seed), 9);
            var and = Numbers(Item("S2 L1", "and", seed));
            Assert.Equal(0.5 - and.First(number => number > 1), Answer("S2 L1", "and", seed), 9);
            var net = Numbers(Item("S2 L3", "params", seed)).Select(Math.Abs).ToArray();
            Assert.Equal((net[0] * net[1]) + net[1] + (net[1] * net[2]) + net[2] + (net[2] * net[3]) + net[3], Answer("S2 L3", "params", seed), 9);
            var size = Numbers(Item("S2 L6", "size", seed));
            Assert.Equal(((size[0] + (2 * size[5]) - size[2]) / size[4]) + 1, Answer("S2 L6", "size", seed), 9);
            var softmax = Numbers(Item("S2 L5", "softmax", seed))[..3].Select(Math.Exp).ToArray();
            Assert.Contains(softmax.Select(one => Math.Round(one / softmax.Sum(), 6)), one => Math.Abs(one - Answer("S2 L5", "softmax", seed)) < 2e-6);
        }
    }

    [Fact]
    public void Every_practice_notebook_has_a_quiz()
    {
        var notebooks = Directory.GetFiles(Path.Combine(Root(), "notebooks"), "*.ipynb");
        Assert.NotEmpty(notebooks);
        foreach (var file in notebooks)
        {
            var quiz = QuizBank.ForNotebook(NotebookDocument.Load(file), Path.GetFileNameWithoutExtension(file));
            Assert.InRange(quiz.Templates.Count, 4, 6);
            Assert.Distinct(quiz.Templates.Select(template => template.Id));
            var made = quiz.For("ada", 1);
            Assert.Equal(made.Points, QuizMarker.Mark(made, made.Items.ToDictionary(item => item.Id, RightAnswer)).Points.Earned);
        }
    }

    [Fact]
    public void The_quiz_of_a_practice_asks_about_what_its_notebook_is_about()
    {
        var quiz = QuizBank.ForNotebook(NotebookDocument.Load(Path.Combine(Root(), "notebooks", "03-multilayer.ipynb")), "03-multilayer");
        Assert.Contains(quiz.Templates, template => template.Systems.Contains("CRS-S4QUIZ"));
        var other = NotebookDocument.Empty();
        Assert.Contains("names no lecture", Assert.Throws<InvalidDataException>(() => QuizBank.ForNotebook(other, "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sums_are_written_as_by_hand()
    {
        Assert.Equal("5 x² + y² - 6 x y", Show.Terms((5, "x²"), (1, "y²"), (-6, "x y")));
        Assert.Equal("-x² + 2 y²", Show.Terms((-1, "x²"), (2, "y²"), (0, "x y")));
    }

    [Fact]
    public void An_unknown_lecture_is_named() => Assert.Contains("there is no quiz of `S9`", Assert.Throws<ArgumentException>(() => QuizBank.Of("S9")).Message, StringComparison.Ordinal);

    internal static string RightAnswer(QuizItem item) => item switch
    {
        NumberItem number => number.AnswerText,
        ChoiceItem choice => QuizItem.Letter(choice.Right).ToString(),
        ChoicesItem choices => choices.Right.Count == 0 ? "none" : string.Join(", ", choices.Right.Select(QuizItem.Letter)),
        TextItem text => text.Accepted[0],
        _ => "",
    };

    private static QuizItem Item(string lecture, string id, int seed) => QuizBank.Of(lecture).For("test", seed).Items.Single(item => item.Id == id);

    private static double Answer(string lecture, string id, int seed) => ((NumberItem)Item(lecture, id, seed)).Answer;

    private static double[] Numbers(QuizItem item) => [.. Number().Matches(item.Text).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "NotebookKit.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("the tests run outside of the repository");
        }

        return folder;
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex Number();
}
