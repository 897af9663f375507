using System.Text.Json.Nodes;
using NotebookKit.Homework.Quizzes.Bank;
using NotebookKit.Host.Documents;

namespace NotebookKit.Homework.Quizzes;

/// <summary>The quizzes of the course: one for each lecture, and from the same questions one for each practice notebook.</summary>
/// <remarks>Lecture S2 L1: a short quiz at every practice session. No answer is written down here: the library computes them.</remarks>
public static class QuizBank
{
    private const int Fewest = 4;
    private const int Most = 6;

    /// <summary>The quizzes of all lectures, in their order.</summary>
    public static IReadOnlyList<LectureQuiz> Lectures { get; } =
    [
        S0.Quiz, S1.Quiz,
        S2L01.Quiz, S2L02.Quiz, S2L03.Quiz, S2L04.Quiz, S2L05.Quiz, S2L06.Quiz, S2L07.Quiz, S2L08.Quiz, S2L09.Quiz, S2L10.Quiz, S2L11.Quiz, S2L12.Quiz,
        S3.Quiz, S4.Quiz,
    ];

    /// <summary>The quiz of a lecture.</summary>
    /// <param name="lecture">Such as <c>S2 L1</c> or <c>S2-L1</c>.</param>
    /// <exception cref="ArgumentException">There is no such lecture.</exception>
    public static LectureQuiz Of(string lecture)
    {
        ArgumentNullException.ThrowIfNull(lecture);
        var wanted = lecture.Trim().Replace(' ', '-');
        return Lectures.FirstOrDefault(one => string.Equals(one.Id, wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"QuizBank: there is no quiz of `{lecture}`; there are {string.Join(", ", Lectures.Select(one => one.Lecture))}.", nameof(lecture));
    }

    /// <summary>The quiz of a practice: four to six questions about the systems that its notebook names, filled up from its lectures.</summary>
    /// <param name="notebook">The notebook; its metadata <c>notebookkit</c> has <c>lectures</c> and <c>systems</c>.</param>
    /// <param name="name">The practice's name, such as <c>03-multilayer</c>.</param>
    /// <exception cref="InvalidDataException">The notebook names no lecture that has a quiz.</exception>
    public static LectureQuiz ForNotebook(NotebookDocument notebook, string name)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        var data = notebook.Metadata["notebookkit"] as JsonObject;
        var lectures = Words(data?["lectures"]).Select(word => Lectures.FirstOrDefault(one => one.Lecture == word)).OfType<LectureQuiz>().ToArray();
        if (lectures.Length == 0)
        {
            throw new InvalidDataException($"{name}: the notebook names no lecture that has a quiz; write metadata such as \"notebookkit\": {{ \"lectures\": [\"S2 L1\"] }}.");
        }

        var systems = Words(data?["systems"]).ToHashSet(StringComparer.Ordinal);
        // What a lecture itself asks in class (the map's rows CRS-...) comes first.
        var fitting = Lectures.SelectMany(Named).Where(one => one.Systems.Any(systems.Contains))
            .OrderByDescending(one => one.Systems.Any(system => system.StartsWith("CRS-", StringComparison.Ordinal) && systems.Contains(system)))
            .Take(Most).ToArray();
        var more = lectures.SelectMany(Named).Where(one => fitting.All(other => other.Id != one.Id)).Take(Math.Max(0, Fewest - fitting.Length));
        return new LectureQuiz(name, $"practice {name}", [.. fitting, .. more]);
    }

    // In a quiz of several lectures a question carries its lecture's name, so that no two have the same.
    private static IEnumerable<QuizTemplate> Named(LectureQuiz quiz) => quiz.Templates.Select(template => template with { Id = $"{quiz.Id}-{template.Id}" });

    private static IEnumerable<string> Words(JsonNode? node) => node is JsonArray list ? list.OfType<JsonValue>().Select(value => value.ToString()) : [];
}
