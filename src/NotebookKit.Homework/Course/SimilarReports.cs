namespace NotebookKit.Homework.Course;

/// <summary>A passage that two reports share, word for word.</summary>
/// <param name="Text">The words, as the first report writes them.</param>
/// <param name="Words">How many.</param>
public sealed record SharedPassage(string Text, int Words);

/// <summary>Two reports that are too similar.</summary>
/// <param name="First">The name of one.</param>
/// <param name="Second">The name of the other.</param>
/// <param name="Jaccard">The shared runs of words by all runs of both, 0 to 1.</param>
/// <param name="Containment">The shared runs by those of the shorter report: 1 where it stands in the longer one whole.</param>
/// <param name="Passages">What they share, the longest first.</param>
public sealed record SimilarPair(string First, string Second, double Jaccard, double Containment, IReadOnlyList<SharedPassage> Passages)
{
    /// <summary>The pair in a line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{First} and {Second}: {Jaccard:P0} alike, {Containment:P0} of the shorter one; {Passages.Count} shared passages, the longest of {(Passages.Count > 0 ? Passages[0].Words : 0)} words");
}

/// <summary>Finds reports that are too similar: the lecture (S2 L1) does not accept them.</summary>
/// <remarks>
/// Broder, On the resemblance and containment of documents, 1997: a report is the set of its shingles, all runs of k words, and two
/// are alike by |A and B| / |A or B|. Case, punctuation, the template's headings, names and addresses do not count, nor does a run
/// that most reports share, such as a sentence of the task.
/// </remarks>
public sealed record SimilarReports
{
    /// <summary>k: how many words make a shingle.</summary>
    public int ShingleWords { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(ShingleWords), value, "SimilarReports: a shingle has at least one word."); } = 5;

    /// <summary>A pair at or above this Jaccard number is reported.</summary>
    public double Limit { get; init; } = 0.25;

    /// <summary>So is a pair at or above this containment, which a short report copied into a long one shows.</summary>
    public double ContainmentLimit { get; init; } = 0.5;

    /// <summary>A shingle in more than this share of the reports, and in at least four, is common property and does not count.</summary>
    public double CommonShare { get; init; } = 0.5;

    /// <summary>Compares all reports, most similar pairs first.</summary>
    /// <param name="reports">Their texts by name.</param>
    public IReadOnlyList<SimilarPair> Find(IReadOnlyDictionary<string, string> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        var all = reports.OrderBy(report => report.Key, StringComparer.Ordinal).Select(report => (Name: report.Key, Words: ReportWords.Of(ReportText.Parse(report.Value).Content()))).ToArray();
        var shingles = all.Select(report => report.Words.Shingles(ShingleWords)).ToArray();
        var spread = shingles.SelectMany(set => set).GroupBy(shingle => shingle, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var common = spread.Where(one => one.Value >= 4 && one.Value > CommonShare * all.Length).Select(one => one.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var set in shingles)
        {
            set.ExceptWith(common);
        }

        var pairs = new List<SimilarPair>();
        for (var i = 0; i < all.Length; i++)
        {
            for (var j = i + 1; j < all.Length; j++)
            {
                var shared = shingles[i].Count(shingles[j].Contains);
                var (jaccard, containment) = Numbers(shared, shingles[i].Count, shingles[j].Count);
                if (shared > 0 && (jaccard >= Limit || containment >= ContainmentLimit))
                {
                    pairs.Add(new SimilarPair(all[i].Name, all[j].Name, jaccard, containment, all[i].Words.SharedWith(all[j].Words, ShingleWords, common)));
                }
            }
        }

        return [.. pairs.OrderByDescending(pair => Math.Max(pair.Jaccard, pair.Containment))];
    }

    private static (double Jaccard, double Containment) Numbers(int shared, int first, int second) =>
        shared == 0 ? (0, 0) : ((double)shared / (first + second - shared), (double)shared / Math.Min(first, second));
}
