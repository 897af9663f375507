namespace NotebookKit.Homework.Quizzes;

/// <summary>Short ways into the library for the questions: all in double precision.</summary>
internal static class Compute
{
    public static Tensor Of(params double[] numbers) => Tensor.From(numbers);

    public static Tensor Of(double[,] numbers) => Tensor.From(numbers);

    /// <summary>A picture of one map, [1, 1, h, w].</summary>
    public static Tensor Picture(double[,] pixels) => Tensor.From(pixels).Reshape(1, 1, pixels.GetLength(0), pixels.GetLength(1));

    /// <summary>The derivative of a function of some numbers, by backpropagation.</summary>
    public static double[] Slope(Func<Tensor, Tensor> f, params double[] at)
    {
        var x = new Parameter(Tensor.From(at));
        f(x).Sum().Backward();
        return x.Grad!.ToArray<double>();
    }

    /// <summary>The number in a tensor of one.</summary>
    public static double Apply(Func<Tensor, Tensor> f, double x) => f(Tensor.From([x])).Item();
}
