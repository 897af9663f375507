using NotebookKit.Learners;

namespace NotebookKit.Tests.Learners;

/// <summary>Point sets that several tests draw.</summary>
internal static class RandomPoints
{
    /// <summary>The worked example of lecture S2 L2.</summary>
    public static LabelledPoints Lecture => new(new double[,] { { 1, 2 }, { -1, 2 }, { 0, -1 } }, [1, 0, 0]);

    /// <summary>Points that a random line separates, none nearer to it than a gap.</summary>
    public static LabelledPoints Separable(Rng rng, int count, int dimension, double gap)
    {
        double[] w = Normal(rng, dimension);
        double norm = Math.Sqrt(w.Sum(v => v * v)), bias = rng.NextDouble() - 0.5;
        List<double[]> rows = [];
        List<long> labels = [];
        while (rows.Count < count)
        {
            double[] x = Normal(rng, dimension);
            double distance = (x.Zip(w, (a, b) => a * b).Sum() + bias) / norm;
            if (Math.Abs(distance) >= gap)
            {
                rows.Add(x);
                labels.Add(distance > 0 ? 1 : 0);
            }
        }

        return new(Tensor.From([.. rows]), Tensor.From([.. labels]));
    }

    public static double[] Normal(Rng rng, int count) => Tensor.Normal([count], rng: rng, dtype: DType.Float64).ToArray<double>();
}
