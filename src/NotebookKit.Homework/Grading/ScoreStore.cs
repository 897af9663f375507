using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NotebookKit.Homework.Conventions;
using NotebookKit.Host.Documents;

namespace NotebookKit.Homework.Grading;

/// <summary>The scores of an assignment on the disk: <c>scores/STUDENT.json</c>, each written whole or not at all.</summary>
/// <remarks>A run that was killed goes on where it was: what is there with the same fingerprint is not graded again, and nothing counts twice.</remarks>
public sealed class ScoreStore(string folder)
{
    private const string ScoresFolder = "scores";
    private const string GradedFolder = "graded";

    /// <summary>The folder of the store.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>Where the executed notebook of a student lies; it holds the hidden tests and is not for students.</summary>
    public string GradedPath(string student) => Path.Combine(Folder, GradedFolder, student + ".ipynb");

    /// <summary>The score of a student; null where there is none that can be read.</summary>
    public SubmissionScore? Find(string student)
    {
        try
        {
            var score = JsonSerializer.Deserialize<SubmissionScore>(File.ReadAllText(ScorePath(student)), JsonText.Indented);
            return score is { Cells: not null } && score.Student == student ? score : null;
        }
        catch (Exception exception) when (exception is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps a score, and the notebook that it came of.</summary>
    public void Keep(SubmissionScore score, NotebookDocument? graded)
    {
        ArgumentNullException.ThrowIfNull(score);
        graded?.Save(GradedPath(score.Student));
        AtomicFile.WriteText(ScorePath(score.Student), JsonSerializer.Serialize(score, JsonText.Indented) + "\n");
    }

    /// <summary>All scores of some folders, by student: the parts of a run that was shared out.</summary>
    /// <exception cref="HomeworkException">A folder has none, or two have different scores of one student.</exception>
    public static IReadOnlyList<SubmissionScore> Merge(IEnumerable<string> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        Dictionary<string, (SubmissionScore Score, string Folder)> all = new(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            var scores = Path.Combine(folder, ScoresFolder);
            if (!Directory.Exists(scores))
            {
                throw new HomeworkException(folder, $"there is no folder {ScoresFolder} here; `nbkit homework grade` makes it.");
            }

            ScoreStore store = new(folder);
            foreach (var student in Directory.EnumerateFiles(scores, "*.json").Select(Path.GetFileNameWithoutExtension).OfType<string>())
            {
                var score = store.Find(student) ?? throw new HomeworkException(Path.Combine(scores, student + ".json"), "this is no score; delete it and grade again.");
                if (all.TryGetValue(student, out var other) && other.Score.Fingerprint != score.Fingerprint)
                {
                    throw new HomeworkException(folder, $"{student} has other scores in {other.Folder}; they come from another release or another submission. Keep one of the two.");
                }

                all[student] = (score, folder);
            }
        }

        return [.. all.Values.Select(pair => pair.Score).OrderBy(score => score.Student, StringComparer.Ordinal)];
    }

    /// <summary>What a score depends on: the release, the file that was handed in, and the program that grades.</summary>
    internal static string FingerprintOf(string release, string file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(release));
        hash.AppendData(Encoding.UTF8.GetBytes(typeof(ScoreStore).Assembly.ManifestModule.ModuleVersionId.ToString()));
        hash.AppendData(Encoding.UTF8.GetBytes(typeof(Tensor).Assembly.ManifestModule.ModuleVersionId.ToString()));
        using var stream = File.OpenRead(file);
        hash.AppendData(SHA256.HashData(stream));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private string ScorePath(string student) => Path.Combine(Folder, ScoresFolder, student + ".json");
}
