namespace NotebookKit.Ops;

/// <summary>The check cases of <see cref="Gru"/>.</summary>
internal static class GruCases
{
    /// <summary>All of them.</summary>
    public static IEnumerable<OpCase> All
    {
        get
        {
            foreach (bool resetFirst in new[] { false, true })
            {
                foreach (var size in RecurrentCases.Sizes)
                {
                    (int steps, int batch, int inputs, int hidden, long[]? lengths, bool reverse) = size;
                    yield return new OpCase(
                        $"T{steps} N{batch} I{inputs} H{hidden}{(lengths is null ? "" : " lengths")}{(reverse ? " reverse" : "")}{(resetFirst ? " reset first" : "")}",
                        [new(steps, batch, inputs), new(batch, hidden), new(3 * hidden, inputs), new(3 * hidden, hidden), new(3 * hidden), new(3 * hidden)],
                        x =>
                        {
                            var y = Gru.Apply(x[0], new RecurrentWeights(x[2], x[3], x[4], x[5]), x[1], RecurrentCases.Lengths(lengths), reverse, resetFirst);
                            return RecurrentCases.Flat(y.Outputs, y.Hidden);
                        },
                        x => RecurrentCases.Run(x[0], [x[1]], size, (input, own) => [Cell(input, own[0], x, resetFirst)]));
                }
            }
        }
    }

    private static double[] Cell(double[] input, double[] own, double[][] x, bool resetFirst)
    {
        int width = own.Length;
        double[] fromInput = RecurrentCases.Product(x[2], input, x[4]);
        double[] fromHidden = RecurrentCases.Product(x[3], own, x[5]);
        double[] r = [.. own.Select((_, j) => RecurrentCases.Sigmoid(fromInput[j] + fromHidden[j]))];
        double[] kept = RecurrentCases.Product(x[3], [.. own.Select((h, j) => h * r[j])], x[5]);
        return [.. own.Select((h, j) =>
        {
            double z = RecurrentCases.Sigmoid(fromInput[width + j] + fromHidden[width + j]);
            double n = Math.Tanh(fromInput[(2 * width) + j] + (resetFirst ? kept[(2 * width) + j] : r[j] * fromHidden[(2 * width) + j]));
            return resetFirst ? ((1 - z) * h) + (z * n) : ((1 - z) * n) + (z * h);
        })];
    }
}
