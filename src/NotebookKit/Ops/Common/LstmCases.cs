namespace NotebookKit.Ops;

/// <summary>The check cases of <see cref="Lstm"/>.</summary>
internal static class LstmCases
{
    /// <summary>All of them.</summary>
    public static IEnumerable<OpCase> All
    {
        get
        {
            foreach ((bool coupled, bool peepholes) in new[] { (false, false), (false, true), (true, false), (true, true) })
            {
                foreach (var size in RecurrentCases.Sizes.Take(coupled || peepholes ? 4 : 6))
                {
                    (int steps, int batch, int inputs, int hidden, long[]? lengths, bool reverse) = size;
                    int rows = (coupled ? 3 : 4) * hidden;
                    Shape[] shapes =
                    [
                        new(steps, batch, inputs), new(batch, hidden), new(batch, hidden), new(rows, inputs), new(rows, hidden), new(rows), new(rows),
                        .. peepholes ? [new Shape(coupled ? 2 : 3, hidden)] : Array.Empty<Shape>(),
                    ];
                    yield return new OpCase(
                        $"T{steps} N{batch} I{inputs} H{hidden}{(lengths is null ? "" : " lengths")}{(reverse ? " reverse" : "")}{(coupled ? " coupled" : "")}{(peepholes ? " peepholes" : "")}",
                        shapes,
                        x =>
                        {
                            var y = Lstm.Apply(x[0], new RecurrentWeights(x[3], x[4], x[5], x[6], peepholes ? x[7] : null), x[1], x[2], RecurrentCases.Lengths(lengths), reverse, coupled);
                            return RecurrentCases.Flat(y.Outputs, y.Hidden, y.Cell);
                        },
                        x => RecurrentCases.Run(x[0], [x[1], x[2]], size, (input, own) => Cell(input, own, x, coupled, peepholes ? x[7] : new double[3 * hidden])));
                }
            }
        }
    }

    private static double[][] Cell(double[] input, double[][] own, double[][] x, bool coupled, double[] eyes)
    {
        int width = own[0].Length;
        double[] fromInput = RecurrentCases.Product(x[3], input, x[5]);
        double[] fromHidden = RecurrentCases.Product(x[4], own[0], x[6]);
        double[] h = new double[width];
        double[] c = new double[width];
        int skipped = coupled ? 1 : 0;
        for (int j = 0; j < width; j++)
        {
            double Sum(int gate) => fromInput[((gate - skipped) * width) + j] + fromHidden[((gate - skipped) * width) + j];
            double Eye(int eye) => eyes[((eye - skipped) * width) + j];
            double f = RecurrentCases.Sigmoid(Sum(1) + (Eye(1) * own[1][j]));
            double i = coupled ? 1 - f : RecurrentCases.Sigmoid(Sum(0) + (Eye(0) * own[1][j]));
            c[j] = (f * own[1][j]) + (i * Math.Tanh(Sum(2)));
            h[j] = RecurrentCases.Sigmoid(Sum(3) + (Eye(2) * c[j])) * Math.Tanh(c[j]);
        }

        return [h, c];
    }
}
