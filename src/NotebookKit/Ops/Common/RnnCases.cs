namespace NotebookKit.Ops;

/// <summary>The check cases of <see cref="Rnn"/>.</summary>
internal static class RnnCases
{
    /// <summary>All of them.</summary>
    public static IEnumerable<OpCase> All
    {
        get
        {
            foreach (bool rectified in new[] { false, true })
            {
                foreach (var size in RecurrentCases.Sizes)
                {
                    (int steps, int batch, int inputs, int hidden, long[]? lengths, bool reverse) = size;
                    yield return new OpCase(
                        $"T{steps} N{batch} I{inputs} H{hidden}{(lengths is null ? "" : " lengths")}{(reverse ? " reverse" : "")}{(rectified ? " rectified" : "")}",
                        [new(steps, batch, inputs), new(batch, hidden), new(hidden, inputs), new(hidden, hidden), new(hidden), new(hidden)],
                        x =>
                        {
                            var y = Rnn.Apply(x[0], new RecurrentWeights(x[2], x[3], x[4], x[5]), x[1], RecurrentCases.Lengths(lengths), reverse, rectified);
                            return RecurrentCases.Flat(y.Outputs, y.Hidden);
                        },
                        x => RecurrentCases.Run(x[0], [x[1]], size, (input, own) =>
                        {
                            double[] b = RecurrentCases.Product(x[3], own[0], x[5]);
                            double[] sum = [.. RecurrentCases.Product(x[2], input, x[4]).Zip(b, (p, q) => p + q)];
                            return [Array.ConvertAll(sum, v => rectified ? Math.Max(0, v) : Math.Tanh(v))];
                        }));
                }
            }
        }
    }
}
