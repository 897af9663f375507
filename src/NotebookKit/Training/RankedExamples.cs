namespace NotebookKit.Training;

/// <summary>Examples of two classes by falling score: how many of each stand at or above each score.</summary>
internal static class RankedExamples
{
    /// <summary>The different scores, highest first, with the positives and negatives at or above each.</summary>
    /// <exception cref="ArgumentException">The shapes differ, a label is neither 0 nor 1, a score is NaN, or there are no examples.</exception>
    public static (double Score, int Positives, int Negatives)[] Count(string operation, Tensor scores, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(labels);
        if (scores.Shape != labels.Shape || scores.Rank != 1 || scores.Count == 0 || !scores.DType.IsFloat())
        {
            throw new ArgumentException($"{operation}: takes scores [N] of floats and labels [N] of 0 and 1, and got {scores.Shape} of {scores.DType} and {labels.Shape} of {labels.DType}; of several classes take the column of one: scores[.., c].");
        }

        double[] values = scores.To(DType.Float64).ToArray<double>();
        double[] truth = labels.To(DType.Float64).ToArray<double>();
        int odd = Array.FindIndex(truth, label => label is not (0 or 1));
        int lost = Array.FindIndex(values, double.IsNaN);
        if (odd >= 0 || lost >= 0)
        {
            throw new ArgumentException(odd >= 0 ? $"{operation}: label {odd} of {labels.Shape} is {truth[odd]}; 1 is the class that is looked for and 0 any other." : $"{operation}: score {lost} of {scores.Shape} is NaN.");
        }

        int[] order = [.. Enumerable.Range(0, values.Length).OrderByDescending(i => values[i])];
        List<(double, int, int)> steps = [];
        int positives = 0, negatives = 0;
        for (int i = 0; i < order.Length; i++)
        {
            positives += truth[order[i]] == 1 ? 1 : 0;
            negatives += truth[order[i]] == 1 ? 0 : 1;

            // Examples of one score cannot be told apart by any threshold.
            if (i + 1 == order.Length || values[order[i + 1]] != values[order[i]])
            {
                steps.Add((values[order[i]], positives, negatives));
            }
        }

        return [.. steps];
    }
}
