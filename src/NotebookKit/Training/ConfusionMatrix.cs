namespace NotebookKit.Training;

/// <summary>How often each class was taken for each: row the truth, column what the model said.</summary>
/// <remarks>The sum of row i is how many examples of class i there are; accuracy is the diagonal's share.</remarks>
[Display.TypeFormatterSource(typeof(Display.ConfusionMatrixFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class ConfusionMatrix
{
    private readonly int[,] counts;

    /// <summary>Counts pairs of true and predicted classes.</summary>
    /// <exception cref="ArgumentException">The lists differ in length, or name a class that does not exist.</exception>
    public ConfusionMatrix(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        if (truth.Length != predicted.Length)
        {
            throw new ArgumentException($"ConfusionMatrix: {truth.Length} labels and {predicted.Length} predictions; there must be one prediction a label.");
        }

        counts = new int[classNames.Count, classNames.Count];
        for (int i = 0; i < truth.Length; i++)
        {
            if ((uint)truth[i] >= (uint)classNames.Count || (uint)predicted[i] >= (uint)classNames.Count)
            {
                throw new ArgumentException($"ConfusionMatrix: example {i} has label {truth[i]} and prediction {predicted[i]}; classes are 0 to {classNames.Count - 1}.");
            }

            counts[truth[i], predicted[i]]++;
        }

        ClassNames = classNames;
        Total = truth.Length;
    }

    /// <summary>The name of each class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How many examples.</summary>
    public int Total { get; }

    /// <summary>How many were right.</summary>
    public int Correct => Enumerable.Range(0, ClassNames.Count).Sum(i => counts[i, i]);

    /// <summary>The share that was right; NaN of none.</summary>
    public double Accuracy => (double)Correct / Total;

    /// <summary>How often class <paramref name="truth"/> was taken for <paramref name="predicted"/>.</summary>
    public int this[int truth, int predicted] => counts[truth, predicted];

    /// <summary>How many examples of a class there are.</summary>
    public int RowSum(int truth) => Enumerable.Range(0, ClassNames.Count).Sum(j => counts[truth, j]);

    /// <summary>The share of a class that was recognised; NaN when there are none.</summary>
    public double Recall(int truth) => (double)counts[truth, truth] / RowSum(truth);

    /// <summary>How often a class was predicted.</summary>
    public int ColumnSum(int predicted) => Enumerable.Range(0, ClassNames.Count).Sum(i => counts[i, predicted]);

    /// <summary>The share of a class's predictions that was right; NaN when there are none.</summary>
    public double Precision(int predicted) => (double)counts[predicted, predicted] / ColumnSum(predicted);

    /// <summary>The harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN); NaN for a class that is nowhere.</summary>
    public double F1(int one) => 2.0 * counts[one, one] / (RowSum(one) + ColumnSum(one));

    /// <summary>Intersection over union of a class's true and predicted examples, TP / (TP + FP + FN); NaN for a class that is nowhere.</summary>
    public double IoU(int one) => (double)counts[one, one] / (RowSum(one) + ColumnSum(one) - counts[one, one]);

    /// <summary>Precision, recall and F1 of each class, and their means.</summary>
    public ClassReport Report() => new(this);

    /// <summary>The pairs that were mistaken most often, most first.</summary>
    public IEnumerable<(int Truth, int Predicted, int Times)> WorstPairs() =>
        from truth in Enumerable.Range(0, ClassNames.Count)
        from predicted in Enumerable.Range(0, ClassNames.Count)
        where truth != predicted && counts[truth, predicted] > 0
        orderby counts[truth, predicted] descending, truth, predicted
        select (truth, predicted, counts[truth, predicted]);

    /// <summary>The table, with the accuracy below.</summary>
    public override string ToString()
    {
        System.Text.StringBuilder text = new();
        for (int i = 0; i < ClassNames.Count; i++)
        {
            text.Append(ClassNames[i].PadLeft(12)).Append(" |");
            for (int j = 0; j < ClassNames.Count; j++)
            {
                text.Append(counts[i, j].ToString().PadLeft(6));
            }

            text.AppendLine();
        }

        return text.Append($"{Correct:N0} of {Total:N0} right, {Accuracy:P2}").ToString();
    }
}
