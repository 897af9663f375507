namespace NotebookKit.Host.Export;

/// <summary>What an atom of a formula is; TeX decides spaces and signs by it.</summary>
internal enum TexKind
{
    /// <summary>A letter, a number, a fraction.</summary>
    Ordinary,

    /// <summary>A sign between two operands.</summary>
    Binary,

    /// <summary>A comparison or an arrow.</summary>
    Relation,

    /// <summary>An opening bracket.</summary>
    Open,

    /// <summary>A closing bracket.</summary>
    Close,

    /// <summary>A comma or a semicolon.</summary>
    Punctuation,

    /// <summary>A large sign such as a sum.</summary>
    Large,

    /// <summary>A function written as a word.</summary>
    Function,

    /// <summary>Nothing but room.</summary>
    Space,
}

/// <summary>The commands that stand for one sign, with the sign in Unicode.</summary>
internal static class TexSymbols
{
    private const string Greek =
        "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω " +
        "Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω";

    private const string Ordinary =
        "infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ wp ℘ imath ı jmath ȷ prime ′ angle ∠ triangle △ square □ Box □ blacksquare ■ blacktriangleright ▶ blacklozenge ⧫ lozenge ◊ bigstar ★ top ⊤ bot ⊥ neg ¬ lnot ¬ surd √ degree ° " +
        "checkmark ✓ dagger † ddagger ‡ P ¶ S § pounds £ euro € complement ∁ diamondsuit ♢ heartsuit ♡ clubsuit ♣ spadesuit ♠ flat ♭ sharp ♯ natural ♮ | ‖ dots … ldots … dotsc … cdots ⋯ dotsb ⋯ dotsm ⋯ vdots ⋮ ddots ⋱ vert | Vert ‖";

    private const string Binary =
        "pm ± mp ∓ times × div ÷ cdot ⋅ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔ wedge ∧ land ∧ vee ∨ lor ∨ setminus ∖ smallsetminus ∖ wr ≀ diamond ⋄ amalg ⨿ triangleleft ◁ triangleright ▷ bigtriangleup △ boxplus ⊞ boxtimes ⊠";

    private const string Relation =
        "le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ ne ≠ neq ≠ ll ≪ gg ≫ lll ⋘ ggg ⋙ equiv ≡ sim ∼ simeq ≃ approx ≈ cong ≅ propto ∝ asymp ≍ doteq ≐ triangleq ≜ coloneqq ≔ prec ≺ succ ≻ preceq ⪯ succeq ⪰ in ∈ notin ∉ ni ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ sqsubseteq ⊑ " +
        "mid ∣ nmid ∤ parallel ∥ perp ⊥ models ⊨ vdash ⊢ dashv ⊣ bowtie ⋈ lesssim ≲ gtrsim ≳ therefore ∴ because ∵ to → rightarrow → gets ← leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ impliedby ⟸ iff ⟺ longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷ " +
        "Longrightarrow ⟹ Longleftarrow ⟸ Longleftrightarrow ⟺ mapsto ↦ longmapsto ⟼ uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ hookrightarrow ↪ hookleftarrow ↩ rightharpoonup ⇀ leftharpoonup ↼ rightleftharpoons ⇌ leadsto ⇝ rightsquigarrow ⇝ colon :";

    private const string Large =
        "sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ bigvee ⋁ bigwedge ⋀ int ∫ iint ∬ iiint ∭ oint ∮";

    private const string Open = "{ { lbrace { lbrack [ langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖";

    private const string Close = "} } rbrace } rbrack ] rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖";

    /// <summary>Functions whose scripts stand at the side.</summary>
    private const string Functions = "log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan arg deg dim hom ker";

    /// <summary>Functions whose subscript stands below in a displayed formula.</summary>
    private const string Limits = "lim max min sup inf limsup liminf det gcd Pr argmax argmin";

    private static readonly Dictionary<string, (string Text, TexKind Kind)> Signs = Build();

    private static readonly HashSet<string> WithLimits = [.. Limits.Split(' ')];

    /// <summary>Every command of the tables.</summary>
    public static IEnumerable<string> Commands => Signs.Keys;

    /// <summary>Finds the sign of a command.</summary>
    public static bool TryGet(string command, out (string Text, TexKind Kind) sign) => Signs.TryGetValue(command, out sign);

    /// <summary>True for signs whose scripts stand above and below in a displayed formula.</summary>
    public static bool TakesLimits(string command) => WithLimits.Contains(command)
        || (Signs.TryGetValue(command, out var sign) && sign.Kind == TexKind.Large && !command.EndsWith("int", StringComparison.Ordinal));

    /// <summary>The delimiter that a command names; null when it names none.</summary>
    public static string? Delimiter(string command) => command switch
    {
        "|" or "Vert" or "lVert" or "rVert" or "parallel" => "‖",
        "vert" or "lvert" or "rvert" or "mid" => "|",
        "backslash" => "\\",
        "uparrow" or "downarrow" or "updownarrow" or "Uparrow" or "Downarrow" => Signs[command].Text,
        _ => Signs.TryGetValue(command, out var sign) && sign.Kind is TexKind.Open or TexKind.Close ? sign.Text : null,
    };

    private static Dictionary<string, (string, TexKind)> Build()
    {
        var signs = new Dictionary<string, (string, TexKind)>(StringComparer.Ordinal);
        Add(Greek, TexKind.Ordinary);
        Add(Ordinary, TexKind.Ordinary);
        Add(Binary, TexKind.Binary);
        Add(Relation, TexKind.Relation);
        Add(Large, TexKind.Large);
        Add(Open, TexKind.Open);
        Add(Close, TexKind.Close);
        foreach (var name in $"{Functions} {Limits}".Split(' '))
        {
            signs[name] = (Words(name), TexKind.Function);
        }

        return signs;

        void Add(string table, TexKind kind)
        {
            var parts = table.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (var i = 0; i < parts.Length; i += 2)
            {
                signs[parts[i]] = (parts[i + 1], kind);
            }
        }
    }

    private static string Words(string name) => name switch
    {
        "limsup" => "lim\u202Fsup",
        "liminf" => "lim\u202Finf",
        "argmax" => "arg\u202Fmax",
        "argmin" => "arg\u202Fmin",
        _ => name,
    };
}
