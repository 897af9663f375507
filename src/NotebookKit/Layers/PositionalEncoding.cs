namespace NotebookKit.Layers;

/// <summary>Adds to each step a pattern of sines that says where it stands: attention alone does not see the order.</summary>
/// <remarks>[N, T, D]: at place p, number 2 i gets sin(p / 10000^(2 i / D)) and number 2 i + 1 the cosine. Vaswani et al., 2017.</remarks>
public sealed class PositionalEncoding : Module
{
    private Tensor? table;

    /// <summary>The pattern, [T, D].</summary>
    /// <param name="steps">T.</param>
    /// <param name="size">D.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public static Tensor Table(int steps, int size, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        double[] values = new double[checked(steps * size)];
        for (int i = 0; i < values.Length; i++)
        {
            int number = i % size;
            double angle = i / size / Math.Pow(10000, (number - (number % 2)) / (double)size);
            values[i] = number % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);
        }

        return Tensor.From(values, new Shape(steps, size)).To(dtype);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Rank != 3)
        {
            throw new ArgumentException($"PositionalEncoding: takes [N, T, D], and got {input.Shape}.");
        }

        Shape wanted = new(input.Shape[1], input.Shape[2]);
        if (table is null || table.Shape != wanted || table.DType != input.DType || table.Device != input.Device)
        {
            table = Table(wanted[0], wanted[1], input.DType).To(input.Device).Keep();
        }

        return input + table;
    }
}
