using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NotebookKit.Homework.Quizzes;

/// <summary>Quizzes for Moodle, in its GIFT format: import the file into a question bank.</summary>
/// <remarks>
/// Each question of a quiz becomes a category with its variants, so that a Moodle quiz that draws one at random from each
/// category gives every student other numbers.
/// </remarks>
public static partial class GiftExport
{
    /// <summary>A lecture's quiz with several variants of each question.</summary>
    /// <param name="quiz">The quiz.</param>
    /// <param name="seed">The seed of the first variant's numbers.</param>
    /// <param name="variants">How many of each; questions without drawn numbers stand once.</param>
    /// <param name="course">The category above those of the questions.</param>
    public static string Variants(LectureQuiz quiz, long seed, int variants = 10, string course = "NotebookKit")
    {
        ArgumentNullException.ThrowIfNull(quiz);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(variants);
        var text = new StringBuilder($"// {quiz.Lecture}: {quiz.Title}. Draw one question at random from each category.\n\n");
        foreach (var template in quiz.Templates)
        {
            var items = Enumerable.Range(1, variants).Select(i => template.Item(QuizSeed.Of($"variant {i}", seed, quiz.Id, template.Id))).DistinctBy(Body).ToArray();
            text.Append($"$CATEGORY: {course}/{quiz.Id}/{template.Id}\n\n");
            for (var i = 0; i < items.Length; i++)
            {
                text.Append(Item(items[i], $"{quiz.Id} {template.Id} {i + 1}"));
            }
        }

        return text.ToString();
    }

    /// <summary>One quiz as it is.</summary>
    public static string Of(Quiz quiz)
    {
        ArgumentNullException.ThrowIfNull(quiz);
        return $"// {quiz.Id}: {quiz.Title}\n\n" + string.Concat(quiz.Items.Select(item => Item(item, $"{quiz.Id} {item.Id}")));
    }

    private static string Item(QuizItem item, string name) => $"::{Escape(name)}::{Body(item)}\n\n";

    private static string Body(QuizItem item) => $"[markdown]{Escape(item.Text)} {{{Answer(item)}}}";

    private static string Answer(QuizItem item) => item switch
    {
        NumberItem number => $"#{Number(number.Answer)}:{Number(number.Tolerance)}",
        ChoiceItem choice => string.Concat(choice.Options.Select((option, i) => $"{(i == choice.Right ? '=' : '~')}{Escape(option)} ")).TrimEnd(),
        // Moodle takes the same shares that QuizMarker does; with no right option, each wrong one costs all.
        ChoicesItem choices => string.Concat(choices.Options.Select((option, i) => $"~%{(choices.Right.Contains(i) ? "" : "-")}{Share(choices)}%{Escape(option)} "))
            + (choices.Right.Count == 0 ? "~%100%none of them" : ""),
        TextItem text => string.Join(' ', text.Accepted.Select(one => "=" + Escape(one))),
        _ => throw new NotSupportedException($"GiftExport: knows no questions of the kind {item.GetType().Name}."),
    };

    private static string Share(ChoicesItem item) => (100.0 / Math.Max(1, item.Right.Count)).ToString("0.#####", CultureInfo.InvariantCulture);

    private static string Number(double number) => number.ToString("0.############", CultureInfo.InvariantCulture);

    // A blank line would end the question, so lines are joined by GIFT's own \n.
    private static string Escape(string text) => Special().Replace(text, @"\$0").ReplaceLineEndings(@"\n");

    [GeneratedRegex(@"[\\~=#{}:]")]
    private static partial Regex Special();
}
