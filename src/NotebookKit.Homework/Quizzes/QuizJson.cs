using System.Text.Json.Nodes;
using NotebookKit.Homework.Course;

namespace NotebookKit.Homework.Quizzes;

/// <summary>Quizzes as JSON: for a student without a word of the answers, for a teacher with them; and the answers back.</summary>
public static class QuizJson
{
    /// <summary>The quiz as a student's program gets it.</summary>
    public static string Student(Quiz quiz) => CourseJson.Text(Of(quiz, hasAnswers: false));

    /// <summary>The quiz with its answers.</summary>
    public static string Teacher(Quiz quiz) => CourseJson.Text(Of(quiz, hasAnswers: true));

    /// <summary>Reads answers: <c>{"quiz": "S2-L1", "student": "ada", "seed": 7, "answers": {"sum": "0.5"}}</c>.</summary>
    /// <exception cref="InvalidDataException">The file has another form.</exception>
    public static QuizAnswers LoadAnswers(string path) => CourseJson.Read<QuizAnswers>(path);

    /// <summary>Writes answers.</summary>
    public static void SaveAnswers(string path, QuizAnswers answers) => CourseJson.Write(path, answers);

    private static JsonObject Of(Quiz quiz, bool hasAnswers)
    {
        ArgumentNullException.ThrowIfNull(quiz);
        return new JsonObject
        {
            ["quiz"] = quiz.Id,
            ["title"] = quiz.Title,
            ["student"] = quiz.Student,
            ["seed"] = quiz.Seed,
            ["points"] = quiz.Points,
            ["items"] = new JsonArray([.. quiz.Items.Select(item => Of(item, hasAnswers))]),
        };
    }

    private static JsonObject Of(QuizItem item, bool hasAnswers)
    {
        var node = new JsonObject { ["id"] = item.Id, ["kind"] = item.Kind, ["points"] = item.Points, ["text"] = item.Text, ["form"] = item.Form };
        if (Options(item) is { } options)
        {
            node["options"] = List(options);
        }

        if (!hasAnswers)
        {
            return node;
        }

        node["systems"] = List(item.Systems);
        node["answer"] = item switch
        {
            NumberItem number => number.Answer,
            ChoiceItem choice => QuizItem.Letter(choice.Right).ToString(),
            ChoicesItem choices => List([.. choices.Right.Select(i => QuizItem.Letter(i).ToString())]),
            TextItem text => List(text.Accepted),
            _ => item.AnswerText,
        };
        if (item is NumberItem { Tolerance: var tolerance })
        {
            node["tolerance"] = tolerance;
        }

        node["explanation"] = item.Explanation;
        return node;
    }

    internal static IReadOnlyList<string>? Options(QuizItem item) => item switch { ChoiceItem one => one.Options, ChoicesItem several => several.Options, _ => null };

    private static JsonArray List(IReadOnlyList<string> words) => new([.. words.Select(word => (JsonNode)word)]);
}
