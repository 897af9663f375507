using NotebookKit.Homework.Course;

namespace NotebookKit.Homework.Tests.Course;

/// <summary>Reports that are too similar are found, with the passages that they share.</summary>
[Trait("System", "CRS-LABREP")]
public sealed class SimilarReportsTests
{
    private const string First = "We began with a perceptron and showed it the flowers one by one. Whenever the answer was wrong, the weights were turned towards the flower or away from it, until the whole table was right. The boundary that it found depends on the order in which the flowers came.";
    private const string Second = "Logistic regression was fitted by gradient descent. The loss fell quickly at first and slowly later; after two hundred epochs ninety six of a hundred flowers were named correctly, and the others lie between two kinds.";

    [Fact]
    public void Reports_of_their_own_are_no_pair() => Assert.Empty(new SimilarReports().Find(Reports(("a", First), ("b", Second))));

    [Fact]
    public void A_copy_with_other_names_and_punctuation_is_found_with_its_passage()
    {
        var copy = First.ToUpperInvariant().Replace(",", " -", StringComparison.Ordinal);
        var pair = Assert.Single(new SimilarReports().Find(Reports(("a", First), ("b", copy), ("c", Second))));
        Assert.Equal(("a", "b", 1.0, 1.0), (pair.First, pair.Second, pair.Jaccard, pair.Containment));
        Assert.StartsWith("We began with a perceptron", pair.Passages[0].Text, StringComparison.Ordinal);
        Assert.EndsWith("the flowers came", pair.Passages[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_report_within_a_long_one_is_found_by_containment()
    {
        var longer = string.Join(" ", Enumerable.Range(0, 400).Select(i => $"word{i}")) + " " + First;
        var pair = Assert.Single(new SimilarReports().Find(Reports(("long", longer), ("short", First))));
        Assert.True(pair.Jaccard < 0.25);
        Assert.Equal(1, pair.Containment);
    }

    [Fact]
    public void Each_shared_passage_is_shown_the_longest_first()
    {
        const string one = "the loss fell quickly at first and slowly later";
        const string other = "the weights were turned towards the flower or away from it";
        var pair = Assert.Single(new SimilarReports { Limit = 0.05 }.Find(Reports(("a", $"{one} so much is new here {other}"), ("b", $"{other} and nothing else happened then {one}"))));
        Assert.Equal([other, one], pair.Passages.Select(passage => passage.Text));
        Assert.Equal([11, 9], pair.Passages.Select(passage => passage.Words));
    }

    [Fact]
    public void What_most_reports_share_is_not_held_against_anybody()
    {
        const string task = "In this practice we had to train a network on pictures of clothes and to draw its learning curves on paper.";
        var reports = Enumerable.Range(0, 6).Select(i => ($"r{i}", $"{task} {string.Join(' ', Enumerable.Range(0, 15).Select(j => $"own{i}x{j}"))}")).ToArray();
        Assert.Empty(new SimilarReports().Find(Reports(reports)));
        Assert.NotEmpty(new SimilarReports { CommonShare = 1 }.Find(Reports(reports)));
    }

    [Fact]
    public void The_jaccard_number_is_that_of_the_sets_of_shingles()
    {
        // Shingles of two words: {a b, b c, c d} and {a b, b c, c e}: 2 of 4.
        var pair = Assert.Single(new SimilarReports { ShingleWords = 2 }.Find(Reports(("x", "a b c d"), ("y", "a b c e"))));
        Assert.Equal((0.5, 2.0 / 3), (pair.Jaccard, pair.Containment));
    }

    private static Dictionary<string, string> Reports(params (string Name, string Text)[] reports) => reports.ToDictionary(
        report => report.Name,
        report => ReportCheckerTests.Report(new Dictionary<string, string>(ReportCheckerTests.Filled)
        {
            [ReportTemplate.Methods] = report.Text,
            [ReportTemplate.Dataset] = "",
            [ReportTemplate.Architectures] = "",
            [ReportTemplate.Sources] = "",
        }));
}
