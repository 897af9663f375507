namespace NotebookKit.Decomposition;

/// <summary>Oja's neuron: Hebb's rule with a brake, w += rate y (x - y w) with y = w x, which turns one neuron into a finder of the first principal component.</summary>
/// <remarks>The brake keeps |w| near 1, and the mean step is zero only at eigenvectors of the covariance, of which the first alone is stable. Oja 1982; lecture S2 L1 names it.</remarks>
public sealed record Oja
{
    /// <summary>The first rate; it falls as rate / (1 + epoch).</summary>
    public double Rate { get; init; } = 0.01;

    /// <summary>Passes over the points.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>First weights and order; the session's generator when null.</summary>
    public Rng? Rng { get; init; }

    /// <summary>Learns from points, whose mean is subtracted.</summary>
    /// <param name="points">[N, d].</param>
    /// <returns>The weights after each epoch, [epochs + 1, d] of Float64, the first ones before.</returns>
    /// <exception cref="ArgumentException">The points are not [N, d] of at least three finite rows, an option is out of range, or the rate is so high that the weights explode.</exception>
    public Tensor Fit(Tensor points)
    {
        MapQuality.Check(nameof(Oja), points);
        if (!(Rate > 0) || Epochs < 1)
        {
            throw new ArgumentException($"Oja: the Rate is above 0 and Epochs at least 1, and they are {Rate} and {Epochs}.");
        }

        Rng rng = Rng ?? NotebookKit.Rng.Current;
        Tensor numbers = points.Detach().To(DType.Float64);
        double[][] rows = (numbers - numbers.Mean(0)).ToJagged<double>();
        double[] w = Tensor.Normal([rows[0].Length], rng: rng, dtype: DType.Float64).Normalize().ToArray<double>();
        List<double[]> path = [[.. w]];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            Cancellation.ThrowIfRequested();
            foreach (int i in rng.Permutation(rows.Length))
            {
                double y = Learners.Points.Dot(w, rows[i]), step = Rate / (1 + epoch) * y;
                for (int k = 0; k < w.Length; k++)
                {
                    w[k] += step * (rows[i][k] - (y * w[k]));
                }
            }

            if (!w.All(double.IsFinite))
            {
                throw new ArgumentException($"Oja: the weights exploded in epoch {epoch + 1}; the Rate {Rate} is too high for points of this size, try {Rate / 10} or standardise them.");
            }

            path.Add([.. w]);
        }

        return Tensor.From(path.ToArray());
    }
}
