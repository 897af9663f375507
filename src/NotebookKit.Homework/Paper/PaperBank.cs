namespace NotebookKit.Homework.Paper;

/// <summary>The questions of the paper test: calculations whose numbers the library computes, and theory.</summary>
public static class PaperBank
{
    /// <summary>All questions, in the order of the course.</summary>
    public static IReadOnlyList<PaperTemplate> All { get; } =
    [
        new("perceptron", "S2 L2", ["PER-EX", "PER-PLA", "CRS-PTEST"], FirstHalf.Perceptron),
        new("xor", "S1", ["REP-XOR1", "REP-XOR2", "CRS-PTEST"], FirstHalf.Xor),
        new("size", "S4", ["CRS-S4QUIZ", "CRS-S4TASK", "BP-PATHS", "CRS-PTEST"], FirstHalf.Size),
        new("saturation", "S2 L5", ["LOSS-LSSLOW", "LOSS-BCE", "CRS-PTEST"], FirstHalf.Saturation),
        new("momentum", "S2 L4", ["OPT-MOM", "CRS-PTEST"], FirstHalf.Momentum),
        new("softmax", "S2 L5", ["ACT-SOFTMAX", "LOSS-NLL", "CRS-PTEST"], FirstHalf.Softmax),
        new("signal", "S2 L6", ["CONV-1D", "CONV-VALID", "CRS-PTEST"], SecondHalf.Signal),
        new("image", "S2 L6", ["CONV-2D", "CRS-PTEST"], SecondHalf.Image),
        new("pooling", "S2 L7", ["POOL-MAX", "POOL-UNMAX", "CRS-PTEST"], SecondHalf.Pooling),
        new("scree", "S2 L9", ["UNS-PCAK", "CRS-PTEST"], SecondHalf.Scree),
        new("lstm", "S2 L10", ["SEQ-LSTMEX", "CRS-PTEST"], SecondHalf.Lstm),
        new("convergence", "S2 L2", ["PER-CONV"], _ => Theory.Convergence),
        new("backpropagation", "S2 L3", ["BP-DELTA", "BP-REUSE"], _ => Theory.Backpropagation),
        new("regularisation", "S2 L5", ["REG-DROPOUT", "REG-EARLY", "REG-L2"], _ => Theory.Regularisation),
        new("convolution-layer", "S2 L6", ["CNN-PARSHARE", "CNN-EQUIV", "CONV-LOCAL"], _ => Theory.ConvolutionLayer),
        new("memory", "S2 L10", ["SEQ-VANISH", "SEQ-LSTMGRAD"], _ => Theory.Memory),
    ];

    /// <summary>A question by its name.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static PaperTemplate Of(string id) => All.FirstOrDefault(template => template.Id == id)
        ?? throw new ArgumentException($"PaperBank: there is no question `{id}`; there are {string.Join(", ", All.Select(template => template.Id))}.", nameof(id));
}
