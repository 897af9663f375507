namespace NotebookKit.Gradients;

/// <summary>The arrays in which the library's own operations hand back the gradients of their operands: one of each length a thread, used again and again.</summary>
/// <remarks>
/// Safe because they are filled as the last thing that an operation's backward does, and read and emptied by the way back right after, on the same
/// thread, with no other operation's backward in between. An operation that somebody else wrote makes its own array.
/// </remarks>
internal static class OperandGradients
{
    [ThreadStatic]
    private static Tensor?[]? one;

    [ThreadStatic]
    private static Tensor?[]? two;

    [ThreadStatic]
    private static Tensor?[]? three;

    [ThreadStatic]
    private static Tensor?[]? four;

    /// <summary>The gradient of the only operand.</summary>
    public static Tensor?[] Of(Tensor? first)
    {
        Tensor?[] gradients = one ??= new Tensor?[1];
        gradients[0] = first;
        return gradients;
    }

    /// <summary>The gradients of two operands.</summary>
    public static Tensor?[] Of(Tensor? first, Tensor? second)
    {
        Tensor?[] gradients = two ??= new Tensor?[2];
        (gradients[0], gradients[1]) = (first, second);
        return gradients;
    }

    /// <summary>The gradients of three operands.</summary>
    public static Tensor?[] Of(Tensor? first, Tensor? second, Tensor? third)
    {
        Tensor?[] gradients = three ??= new Tensor?[3];
        (gradients[0], gradients[1], gradients[2]) = (first, second, third);
        return gradients;
    }

    /// <summary>The gradients of four operands.</summary>
    public static Tensor?[] Of(Tensor? first, Tensor? second, Tensor? third, Tensor? fourth)
    {
        Tensor?[] gradients = four ??= new Tensor?[4];
        (gradients[0], gradients[1], gradients[2], gradients[3]) = (first, second, third, fourth);
        return gradients;
    }

    /// <summary>Empties an array that is to be used again, so that it keeps no tensor alive; leaves others alone.</summary>
    public static void Read(Tensor?[] gradients)
    {
        if (gradients == one || gradients == two || gradients == three || gradients == four)
        {
            Array.Clear(gradients);
        }
    }
}
