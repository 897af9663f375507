using NotebookKit.Kernels;

namespace NotebookKit.Data;

/// <summary>Makes classes equally frequent: rare ones are drawn again until they have as many examples as the most frequent one, with noise so that copies differ.</summary>
/// <remarks>Lecture S1 (hints): surrogate data with noise help where classes are unbalanced, a variance of about 0.1 for scaled data. Only for training sets.</remarks>
public static class Oversampler
{
    /// <summary>The numbers of all examples, and of the rare ones again: each class as often as the most frequent one.</summary>
    /// <param name="labels">The class of each example.</param>
    /// <param name="rng">Which examples come again; the session's generator when null. Every example of a class comes again before one comes a third time.</param>
    public static int[] Indices(IReadOnlyList<int> labels, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        int[][] classes = [.. Enumerable.Range(0, labels.Count).GroupBy(i => labels[i]).OrderBy(group => group.Key).Select(group => group.ToArray())];
        int most = classes.Select(members => members.Length).DefaultIfEmpty(0).Max();
        List<int> chosen = [.. Enumerable.Range(0, labels.Count)];
        foreach (int[] members in classes)
        {
            for (int missing = most - members.Length; missing > 0; missing -= members.Length)
            {
                chosen.AddRange((rng ?? Rng.Current).Permutation(members.Length).Take(missing).Select(place => members[place]));
            }
        }

        return [.. chosen];
    }

    /// <summary>A set with equally many examples of each class that occurs. The first are the originals; each further one is a copy with noise.</summary>
    /// <param name="data">The training set.</param>
    /// <param name="variance">The variance of the noise on the copies; 0 for plain copies.</param>
    /// <param name="rng">Where copies and noise come from; the session's generator when null.</param>
    public static Dataset Equalise(Dataset data, double variance = 0.1, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!(variance >= 0 && double.IsFinite(variance)))
        {
            throw new ArgumentOutOfRangeException(nameof(variance), variance, "Equalise: a variance is 0 or more.");
        }

        Rng source = rng ?? Rng.Current;
        int[] chosen = Indices(Array.ConvertAll(data.Labels.ToArray<long>(), label => (int)label), source);
        Batch all = data.Load(chosen);
        Span<float> inputs = all.Inputs.AsSpan<float>();
        int row = inputs.Length / Math.Max(1, chosen.Length);
        double deviation = Math.Sqrt(variance);
        ulong key = source.NextKey();
        for (int example = data.Count; example < chosen.Length; example++)
        {
            Draws draws = new(key, (ulong)example);
            for (int i = example * row; variance > 0 && i < (example + 1) * row; i++)
            {
                inputs[i] += (float)(deviation * draws.Normal());
            }
        }

        return new Dataset($"{data.Name}, classes made equal", all.Inputs, all.Labels, data.ClassNames, data.Origin);
    }
}
