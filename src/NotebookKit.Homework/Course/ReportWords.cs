using System.Text.RegularExpressions;

namespace NotebookKit.Homework.Course;

/// <summary>The words of a text for comparison, lower case and without punctuation, with their places in it.</summary>
internal sealed partial class ReportWords
{
    private readonly string text;
    private readonly (string Word, int From, int To)[] words;

    private ReportWords(string text)
    {
        this.text = text;
        words = [.. Word().Matches(text).Select(match => (match.Value.ToLowerInvariant(), match.Index, match.Index + match.Length))];
    }

    public static ReportWords Of(string text) => new(text);

    /// <summary>All runs of k words; a shorter text is one run.</summary>
    public HashSet<string> Shingles(int k) => words.Length == 0 ? [] : [.. Enumerable.Range(0, Math.Max(1, words.Length - k + 1)).Select(i => Run(i, k))];

    /// <summary>The longest runs of at least k words that the other text has too, each place once, the longest first.</summary>
    public IReadOnlyList<SharedPassage> SharedWith(ReportWords other, int k, IReadOnlySet<string> common)
    {
        var places = Enumerable.Range(0, Math.Max(1, other.words.Length - k + 1)).ToLookup(i => other.Run(i, k), StringComparer.Ordinal);
        var passages = new List<SharedPassage>();
        for (var i = 0; i < words.Length;)
        {
            var run = Run(i, k);
            var longest = common.Contains(run) ? 0 : places[run].Select(j => Alike(i, other, j)).DefaultIfEmpty(0).Max();
            if (longest > 0)
            {
                passages.Add(new SharedPassage(Spaces().Replace(text[words[i].From..words[i + longest - 1].To], " "), longest));
            }

            i += Math.Max(1, longest);
        }

        return [.. passages.OrderByDescending(passage => passage.Words)];
    }

    private string Run(int from, int k) => string.Join(' ', words.Skip(from).Take(k).Select(one => one.Word));

    private int Alike(int i, ReportWords other, int j)
    {
        var count = 0;
        while (i + count < words.Length && j + count < other.words.Length && words[i + count].Word == other.words[j + count].Word)
        {
            count++;
        }

        return count;
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
