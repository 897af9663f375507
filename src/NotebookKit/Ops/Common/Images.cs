namespace NotebookKit.Ops;

/// <summary>What the operations on images share.</summary>
internal static class Images
{
    /// <summary>The tensor holds floats and has the shape [N, C, H, W], H and W not 0.</summary>
    public static void Check(string operation, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Ops.Check.Floats(operation, x);
        if (x.Rank != 4 || x.Shape[2] == 0 || x.Shape[3] == 0)
        {
            string mend = x.Rank switch
            {
                3 => "one image needs Unsqueeze(0)",
                2 => "Reshape the rows to images",
                _ => "an image has at least one pixel",
            };
            throw new ArgumentException($"{operation}: takes images [N, C, H, W], and got {x.Shape}; {mend}.");
        }
    }

    /// <summary>Runs an operation on images on signals [N, C, L], seen as images of height 1.</summary>
    public static Tensor Lines(string operation, Tensor x, Func<Tensor, Tensor> run)
    {
        ArgumentNullException.ThrowIfNull(x);
        Ops.Check.Floats(operation, x);
        return x.Rank == 3 && x.Shape[2] > 0
            ? run(x.Unsqueeze(2)).Squeeze(2)
            : throw new ArgumentException($"{operation}: takes signals [N, C, L] with L of 1 or more, and got {x.Shape}; {(x.Rank == 2 ? "Unsqueeze(1) gives them one channel" : "Reshape them")}.");
    }
}
