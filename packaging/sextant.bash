# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion of sextant(1)

_sextant() {
    local cur prev words cword
    _init_completion -n = || return
    local command="" word
    for word in "${words[@]:1:cword-1}"; do
        case $word in report | export | measure) command=$word && break ;; esac
    done

    case $command$prev in
    report--format) COMPREPLY=($(compgen -W "text json csv" -- "$cur")) && return ;;
    export--format) COMPREPLY=($(compgen -W "png svg pdf" -- "$cur")) && return ;;
    export--plots) COMPREPLY=($(compgen -W "heatmap residual signs angles heads eigenvalues anchors" -- "$cur")) && return ;;
    export--background) COMPREPLY=($(compgen -W "light dark transparent" -- "$cur")) && return ;;
    export--compared-with) COMPREPLY=($(compgen -W "other_heads same_spectrum isotropic" -- "$cur")) && return ;;
    export--colours-by) COMPREPLY=($(compgen -W "value z" -- "$cur")) && return ;;
    export--quantity)
        local quantities="cosine residual spectral_cosine signed_spectral_cosine sign_agreement mean_angle r_squared"
        COMPREPLY=($(compgen -W "$quantities matching_index symmetric_share" -- "$cur")) && return
        ;;
    export--head) COMPREPLY=($(compgen -W "mean" -- "$cur")) && return ;;
    measure--directions) COMPREPLY=($(compgen -W "q k sym" -- "$cur")) && return ;;
    measure--packing) COMPREPLY=($(compgen -W "rows columns per-head grouped blocks" -- "$cur")) && return ;;
    measure--tower) COMPREPLY=($(compgen -W "text vision audio encoder decoder" -- "$cur")) && return ;;
    measure--config) _filedir json && return ;;
    measure--base) _filedir -d && return ;;
    measure--weights) _filedir '@(safetensors|bin|json)' && return ;;
    measure--tensors) COMPREPLY=($(compgen -W "pt safetensors" -- "$cur")) && return ;;
    report--anchor | export--anchor) COMPREPLY=($(compgen -W "all" -- "$cur")) && return ;;
    *--eigdirs) _filedir '@(pt|safetensors)' && return ;;
    export--out) _filedir -d && return ;;
    report-o | report--output | measure-o | measure--output) _filedir && return ;;
    *--bands | *--size | *--scale | *--top | *--topk | *--other-heads | *--layers | *--heads | *--q-pattern | *--k-pattern | *--name | *--revision | *--threads | *--anchor | *--anchors) return ;;
    esac

    if [[ $cur == -* ]]; then
        local options="--help"
        case $command in
        report) options+=" --anchor --anchors --eigdirs --bands --format --full --help-json --output" ;;
        export)
            options+=" --out --anchor --anchors --eigdirs --head --plots --format --size --scale --background --top --fit-colours"
            options+=" --compared-with --quantity --colours-by --no-fade --depth-blocks"
            ;;
        measure)
            options+=" --output --topk --other-heads --directions --layers --heads --fold-norms --tensors --resume --q-pattern --k-pattern"
            options+=" --packing --tower --config --base --weights --revision --list --name --threads"
            ;;
        *) options+=" --version --eigdirs --anchor" ;;
        esac
        COMPREPLY=($(compgen -W "$options" -- "$cur"))
    elif [[ $command == measure ]]; then
        _filedir '@(safetensors|bin|pt|pth|ckpt)'
    else
        _filedir json
        [[ -n $command ]] || COMPREPLY+=($(compgen -W "report export measure" -- "$cur"))
    fi
} && complete -F _sextant sextant
