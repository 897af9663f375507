namespace NotebookKit.Training;

/// <summary>Precision, recall and F1.</summary>
/// <param name="Name">The class, or the kind of mean.</param>
/// <param name="Precision">The share of the predictions that was right.</param>
/// <param name="Recall">The share of the examples that was found.</param>
/// <param name="F1">The harmonic mean of both.</param>
/// <param name="Support">How many examples.</param>
public sealed record ClassScore(string Name, double Precision, double Recall, double F1, int Support);

/// <summary>Precision, recall and F1 of each class, and their means over the classes.</summary>
/// <remarks>
/// Macro is the plain mean, weighted the mean by the number of examples, micro counts all decisions alike, which for one
/// label an example is the accuracy. What would be 0 / 0 counts 0, as in scikit-learn.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.ClassReportFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class ClassReport
{
    internal ClassReport(ConfusionMatrix matrix)
    {
        Classes = [.. Enumerable.Range(0, matrix.ClassNames.Count).Select(i =>
            new ClassScore(matrix.ClassNames[i], OrZero(matrix.Precision(i)), OrZero(matrix.Recall(i)), OrZero(matrix.F1(i)), matrix.RowSum(i)))];
        Macro = Mean("macro mean", _ => 1);
        Weighted = Mean("weighted mean", one => one.Support);
        double accuracy = OrZero(matrix.Accuracy);
        Micro = new ClassScore("micro mean", accuracy, accuracy, accuracy, matrix.Total);

        ClassScore Mean(string name, Func<ClassScore, double> weight)
        {
            double all = Classes.Sum(weight);
            double Of(Func<ClassScore, double> score) => OrZero(Classes.Sum(one => weight(one) * score(one)) / all);
            return new ClassScore(name, Of(one => one.Precision), Of(one => one.Recall), Of(one => one.F1), matrix.Total);
        }
    }

    /// <summary>Each class.</summary>
    public IReadOnlyList<ClassScore> Classes { get; }

    /// <summary>The plain mean over the classes: rare ones count as much as frequent ones.</summary>
    public ClassScore Macro { get; }

    /// <summary>All decisions counted alike: the accuracy.</summary>
    public ClassScore Micro { get; }

    /// <summary>The mean over the classes by their numbers of examples.</summary>
    public ClassScore Weighted { get; }

    /// <summary>The means, in a line.</summary>
    public override string ToString() => $"{Classes.Count} classes: F1 macro {Macro.F1:F4}, micro {Micro.F1:F4}, weighted {Weighted.F1:F4}";

    private static double OrZero(double value) => double.IsNaN(value) ? 0 : value;
}
